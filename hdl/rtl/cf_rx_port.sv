// One receive port: parser, payload buffer, framer, and the store of whole messages that waits
// for the frame's verdict (verified mode: nothing leaves before the frame is known good).
//
// A frame goes on to the arbiter as one descriptor plus its messages, or is counted under its reject reason and leaves no trace.
`default_nettype none
module cf_rx_port #(
  parameter int PORT          = 0,
  parameter int CHANNELS      = 4,
  parameter int MATCH_ENTRIES = 16,
  // Payload words and messages one port can hold; powers of two.
  parameter int WORD_DEPTH    = 1024,
  parameter int MESSAGE_DEPTH = 1024,
  parameter int FRAME_DEPTH   = 64
) (
  input  wire logic        clk_i,
  input  wire logic        rst_ni,
  input  wire logic        enable_i,
  input  wire logic [63:0] time_i,
  // From the MAC.
  input  wire logic [63:0] s_axis_rx_tdata,
  input  wire logic [7:0]  s_axis_rx_tkeep,
  input  wire logic        s_axis_rx_tvalid,
  input  wire logic        s_axis_rx_tlast,
  input  wire logic        s_axis_rx_tuser,
  // Configuration.
  input  wire logic [15:0] min_frame_i,
  input  wire logic [15:0] max_frame_i,
  input  wire logic [MATCH_ENTRIES-1:0]       match_valid_i,
  input  wire logic [MATCH_ENTRIES-1:0]       match_mac_i,
  input  wire logic [MATCH_ENTRIES-1:0][3:0]  match_ports_i,
  input  wire logic [MATCH_ENTRIES-1:0][7:0]  match_channel_i,
  input  wire logic [MATCH_ENTRIES-1:0][31:0] match_ip_i,
  input  wire logic [MATCH_ENTRIES-1:0][15:0] match_udp_i,
  input  wire logic [MATCH_ENTRIES-1:0][47:0] match_mac_key_i,
  input  wire logic [CHANNELS-1:0]            channel_enable_i,
  // Frame descriptors toward the arbiter.
  output logic              frame_valid_o,
  output cf_types::frame_t  frame_o,
  input  wire logic         frame_pop_i,
  // Messages of those frames, in order.
  output logic         msg_valid_o,
  output logic [511:0] msg_data_o,
  output logic [15:0]  msg_length_o,
  input  wire logic         msg_pop_i,
  // No frame with a stamp below this will appear any more that is not in the descriptor queue already.
  output logic [63:0]  horizon_o,
  // A frame of which the arbiter has not heard yet is inside.
  output logic         busy_o,
  // A frame was finished: counted once, here or (when it passed) at the arbiter.
  output logic         seen_o,
  output logic [15:0]  seen_bytes_o,
  output logic         seen_overrun_o,
  output logic         reject_o,
  output logic [4:0]   reject_reason_o
);
  localparam int MW = $clog2(MESSAGE_DEPTH);

  // ---------------------------------------------------------------- parse
  logic        lookup, hit, sof, word_valid, eof;
  logic [47:0] key_mac;
  logic [31:0] key_ip;
  logic [15:0] key_udp;
  logic [7:0]  hit_channel, eof_channel;
  logic [63:0] word_data, eof_stamp;
  logic [3:0]  word_bytes;
  logic [4:0]  eof_reason;
  logic [47:0] eof_ingress;
  logic [15:0] eof_length;

  cf_eth_parse u_parse (
    .clk_i, .rst_ni, .enable_i, .time_i,
    .tdata_i(s_axis_rx_tdata), .tkeep_i(s_axis_rx_tkeep), .tvalid_i(s_axis_rx_tvalid),
    .tlast_i(s_axis_rx_tlast), .tuser_i(s_axis_rx_tuser),
    .min_frame_i, .max_frame_i,
    .lookup_o(lookup), .mac_o(key_mac), .ip_o(key_ip), .udp_o(key_udp), .hit_i(hit), .channel_i(hit_channel),
    .sof_o(sof),
    .word_valid_o(word_valid), .word_data_o(word_data), .word_bytes_o(word_bytes),
    .eof_o(eof), .reason_o(eof_reason), .channel_o(eof_channel),
    .stamp_o(eof_stamp), .ingress_o(eof_ingress), .length_o(eof_length)
  );

  cf_match #(.ENTRIES(MATCH_ENTRIES), .CHANNELS(CHANNELS), .PORT(PORT)) u_match (
    .valid_i(match_valid_i), .match_mac_i, .ports_i(match_ports_i), .channel_i(match_channel_i),
    .ip_i(match_ip_i), .udp_i(match_udp_i), .mac_i(match_mac_key_i), .channel_enable_i,
    .lookup_i(lookup), .mac_key_i(key_mac), .ip_key_i(key_ip), .udp_key_i(key_udp),
    .hit_o(hit), .channel_o(hit_channel)
  );

  // ---------------------------------------------------------------- payload buffer
  // A frame is let in whole or not at all: there must be room for the longest good frame when it begins.
  typedef struct packed {
    logic [4:0]  reason;
    logic [7:0]  channel;
    logic [63:0] stamp;
    logic [47:0] ingress;
  } info_t;

  localparam int INFO_W = 5 + 8 + 64 + 48;
  localparam int WAW = $clog2(WORD_DEPTH);
  localparam int FAW = $clog2(FRAME_DEPTH);
  logic           admit_q;
  logic           push_word, push_info;
  logic           word_head_valid, word_pop, info_head_valid, info_pop;
  logic [68:0]    word_head;
  logic [WAW:0]   word_free;
  logic [FAW:0]   info_free, desc_free;
  info_t          info_in, info_head;

  assign push_info = eof && admit_q;
  assign push_word = (word_valid && admit_q) || push_info;
  assign info_in.reason  = eof_reason;
  assign info_in.channel = eof_channel;
  assign info_in.stamp   = eof_stamp;
  assign info_in.ingress = eof_ingress;

  // The parser's outputs are one cycle behind the wire, and so is admit_q.
  always_ff @(posedge clk_i) begin
    if (!rst_ni) admit_q <= 1'b0;
    else if (sof) admit_q <= 32'(word_free) > {19'd0, max_frame_i[15:3]} + 32'd8 && 32'(info_free) > 32'd2;
  end

  cf_fifo #(.WIDTH(69), .DEPTH(WORD_DEPTH)) u_words (
    .clk_i, .rst_ni,
    .push_i(push_word), .data_i({push_info, word_valid ? word_bytes : 4'd0, word_data}),
    .valid_o(word_head_valid), .data_o(word_head), .pop_i(word_pop), .free_o(word_free)
  );
  cf_fifo #(.WIDTH(INFO_W), .DEPTH(FRAME_DEPTH)) u_info (
    .clk_i, .rst_ni,
    .push_i(push_info), .data_i(info_in),
    .valid_o(info_head_valid), .data_o(info_head), .pop_i(info_pop), .free_o(info_free)
  );

  // ---------------------------------------------------------------- frame the messages
  logic         stall, f_msg, f_frame, f_truncated, f_overlong, f_trailing;
  logic [511:0] f_data;
  logic [15:0]  f_length, f_count, f_messages, f_empty;
  logic [79:0]  f_session;
  logic [63:0]  f_sequence;

  cf_mold_framer u_framer (
    .clk_i, .rst_ni,
    .valid_i(word_head_valid), .data_i(word_head[63:0]), .bytes_i(word_head[67:64]), .eof_i(word_head[68]),
    .pop_o(word_pop), .stall_i(stall),
    .msg_valid_o(f_msg), .msg_data_o(f_data), .msg_length_o(f_length),
    .frame_o(f_frame), .session_o(f_session), .sequence_o(f_sequence), .count_o(f_count),
    .messages_o(f_messages), .empty_o(f_empty),
    .truncated_o(f_truncated), .overlong_o(f_overlong), .trailing_o(f_trailing)
  );

  logic        is_data, overflow, accept;
  logic [63:0] unused_sequence_end;
  logic [4:0]  reason;
  assign is_data      = f_count != 16'd0 && f_count != 16'hFFFF;
  assign {overflow, unused_sequence_end} = {1'b0, f_sequence} + (is_data ? {49'd0, f_count} : 65'd0);
  assign reason       = (info_head.reason != cf_pkg::REJ_NONE) ? info_head.reason
                      : overflow ? cf_pkg::REJ_SEQUENCE_OVERFLOW : cf_pkg::REJ_NONE;
  assign accept       = f_frame && reason == cf_pkg::REJ_NONE;
  assign info_pop     = f_frame;

  // ---------------------------------------------------------------- message store
  // Written as messages complete, visible to the arbiter when their frame is accepted.
  logic [MW:0]  wr_q, commit_q, rd_q, rd_d;
  logic [MW:0]  wr_d;
  logic         valid_q;
  logic [527:0] store_out;

  assign wr_d  = wr_q + {{MW{1'b0}}, f_msg};
  assign rd_d  = rd_q + {{MW{1'b0}}, msg_pop_i};
  assign stall = (wr_q - rd_q) >= (MW + 1)'(MESSAGE_DEPTH - 1) || desc_free == '0;

  cf_ram #(.WIDTH(528), .DEPTH(MESSAGE_DEPTH)) u_store (
    .clk_i,
    .we_i(f_msg), .waddr_i(wr_q[MW-1:0]), .wdata_i({f_length, f_data}),
    .raddr_i(rd_d[MW-1:0]), .rdata_o(store_out)
  );
  assign msg_valid_o  = valid_q;
  assign msg_data_o   = store_out[511:0];
  assign msg_length_o = store_out[527:512];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      wr_q     <= '0;
      commit_q <= '0;
      rd_q     <= '0;
      valid_q  <= 1'b0;
    end else begin
      rd_q    <= rd_d;
      valid_q <= rd_d != commit_q;
      wr_q    <= wr_d;
      if (accept) commit_q <= wr_d;
      else if (f_frame) wr_q <= commit_q; // the frame's messages are taken back
    end
  end

  cf_types::frame_t desc_in;
  assign desc_in.stamp           = info_head.stamp;
  assign desc_in.ingress         = info_head.ingress;
  assign desc_in.channel         = info_head.channel;
  assign desc_in.session         = f_session;
  assign desc_in.sequence_number = f_sequence;
  assign desc_in.heartbeat       = f_count == 16'd0;
  assign desc_in.end_of_session  = f_count == 16'hFFFF;
  assign desc_in.messages        = f_messages;
  assign desc_in.empty           = f_empty;
  assign desc_in.truncated       = f_truncated;
  assign desc_in.overlong        = f_overlong;
  assign desc_in.trailing        = f_trailing;
  cf_fifo #(.WIDTH(cf_types::FRAME_W), .DEPTH(FRAME_DEPTH)) u_frames (
    .clk_i, .rst_ni,
    .push_i(accept), .data_i(desc_in),
    .valid_o(frame_valid_o), .data_o(frame_o), .pop_i(frame_pop_i), .free_o(desc_free)
  );

  // ---------------------------------------------------------------- horizon and events
  // Oldest first: frames in the buffer, the frame whose verdict is being formed, the wire.
  // The time is a cycle old, which only makes the horizon more careful; no path runs from the pins to the arbiter.
  logic [63:0] time_q;
  always_ff @(posedge clk_i) time_q <= rst_ni ? time_i : '0;
  assign horizon_o = info_head_valid ? info_head.stamp : eof ? eof_stamp : time_q + 64'd1;
  assign busy_o    = info_head_valid || eof;

  assign seen_o          = eof;
  assign seen_bytes_o    = eof_length;
  assign seen_overrun_o  = eof && !admit_q;
  assign reject_o        = f_frame && !accept;
  assign reject_reason_o = reason;
endmodule
`default_nettype wire
