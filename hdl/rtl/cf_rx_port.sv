// One receive port: parser, payload buffer, framer, and the store of whole messages that waits
// for the frame's verdict. For channels in cut-through mode messages are also told at once, on the tap toward cf_preview.
//
// A frame goes on to the arbiter as one descriptor plus its messages, or is counted under its reject reason and leaves no trace; a bad frame of which
// something was shown leaves a descriptor without messages.
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
  input  wire logic [MATCH_ENTRIES-1:0]       match_pitch_i,
  input  wire logic [MATCH_ENTRIES-1:0][7:0]  match_unit_i,
  input  wire logic [CHANNELS-1:0]            channel_enable_i,
  // Frame descriptors toward the arbiter.
  output logic              frame_valid_o,
  output cf_types::frame_t  frame_o,
  input  wire logic         frame_pop_i,
  // Messages of those frames, in order.
  output logic         msg_valid_o,
  output logic [511:0] msg_data_o,
  output logic [15:0]  msg_length_o,
  output logic [8:0]   msg_beat_o,     // of the last byte, from the start of the frame
  input  wire logic         msg_pop_i,
  // Messages as the framer finds them, and what of their frame went up provisionally.
  output logic         tap_valid_o,
  output logic [7:0]   tap_channel_o,
  output logic [79:0]  tap_session_o,
  output logic [63:0]  tap_sequence_o,
  output logic [15:0]  tap_index_o,
  output logic [511:0] tap_data_o,
  output logic [15:0]  tap_length_o,
  output logic [47:0]  tap_ingress_o,
  output logic         tap_end_o,
  input  wire logic [15:0] shown_first_i,
  input  wire logic [15:0] shown_count_i,
  input  wire logic [7:0]  shown_epoch_i,
  // No frame with a stamp below this will appear any more that is not in the descriptor queue already.
  output logic [63:0]  horizon_o,
  // The same for the start of such a frame.
  output logic [63:0]  start_horizon_o,
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

  // ---------------------------------------------------------------- from the pins to messages
  logic         clk, valid_q; // the clock of this port, which stands while nothing is inside
  logic         stall, f_msg, f_frame, f_headed, f_pitch, f_truncated, f_overlong, f_trailing;
  logic [511:0] f_data;
  logic [15:0]  f_length, f_count, f_messages, f_empty;
  logic [79:0]  f_session;
  logic [63:0]  f_sequence, f_stamp;
  logic [7:0]   f_channel, head_channel;
  logic [11:0]  f_msg_end; // where in the payload the message ends
  logic         head_valid, head_ok;
  logic [6:0]   head_payload_at;
  logic [63:0]  head_start;
  logic [63:0]  f_start;
  logic [4:0]   reason;

  cf_rx_front #(
    .PORT(PORT), .CHANNELS(CHANNELS), .MATCH_ENTRIES(MATCH_ENTRIES), .WORD_DEPTH(WORD_DEPTH), .FRAME_DEPTH(FRAME_DEPTH)
  ) u_front (
    .clk_i, .rst_ni, .enable_i, .time_i,
    .s_axis_rx_tdata, .s_axis_rx_tkeep, .s_axis_rx_tvalid, .s_axis_rx_tlast, .s_axis_rx_tuser,
    .min_frame_i, .max_frame_i,
    .match_valid_i, .match_mac_i, .match_ports_i, .match_channel_i, .match_ip_i, .match_udp_i, .match_mac_key_i, .match_pitch_i, .match_unit_i,
    .channel_enable_i,
    .head_valid_o(head_valid), .head_ok_o(head_ok), .head_channel_o(head_channel), .head_payload_at_o(head_payload_at), .head_start_o(head_start),
    .stall_i(stall),
    .msg_valid_o(f_msg), .msg_data_o(f_data), .msg_length_o(f_length), .msg_end_o(f_msg_end),
    .frame_valid_o(f_frame), .reason_o(reason), .headed_o(f_headed), .channel_o(f_channel), .stamp_o(f_stamp), .start_o(f_start),
    .pitch_o(f_pitch), .session_o(f_session), .sequence_o(f_sequence), .count_o(f_count), .messages_o(f_messages), .empty_o(f_empty),
    .truncated_o(f_truncated), .overlong_o(f_overlong), .trailing_o(f_trailing),
    .horizon_o, .start_horizon_o, .busy_o, .behind_i(frame_valid_o || valid_q), .clk_o(clk), .seen_o, .seen_bytes_o, .seen_overrun_o
  );

  localparam int FAW = $clog2(FRAME_DEPTH);
  logic         accept;
  logic [FAW:0] desc_free;
  assign accept = f_frame && reason == cf_pkg::REJ_NONE;

  // ---------------------------------------------------------------- the frame in the framer, before its verdict
  // Pushed while its headers go by; a frame that ends before its payload has none.
  typedef struct packed {
    logic        ok;            // good so far, and for a channel
    logic [7:0]  channel;
    logic [6:0]  payload_at;    // where its payload begins
    logic [63:0] start;         // its first beat
  } head_t;
  localparam int HEAD_W = 1 + 8 + 7 + 64;
  head_t       head_in, head_waiting, head_now;
  logic        head_waits, has_head;
  /* verilator lint_off UNUSEDSIGNAL */ // only the beat of it
  logic [12:0] last_byte;
  /* verilator lint_on UNUSEDSIGNAL */
  logic [8:0]  f_beat;
  assign head_in = {head_ok, head_channel, head_payload_at, head_start};
  cf_fifo #(.WIDTH(HEAD_W), .DEPTH(FRAME_DEPTH)) u_heads (
    .clk_i(clk), .rst_ni,
    .push_i(head_valid && !(f_frame && f_headed && !head_waits)), .data_i(head_in),
    .valid_o(head_waits), .data_o(head_waiting), .pop_i(f_frame && f_headed && head_waits),
    /* verilator lint_off PINCONNECTEMPTY */ // there is never more of them than of frames
    .free_o()
    /* verilator lint_on PINCONNECTEMPTY */
  );
  // A short message of PITCH may come with the head itself, and so may the end of a short frame.
  assign has_head  = head_waits || (head_valid);
  assign head_now  = head_waits ? head_waiting : head_in;
  // The beat of a message's last byte, from the start of the frame.
  assign last_byte = {6'd0, head_now.payload_at} + {1'b0, f_msg_end} - 13'd1;
  assign f_beat    = last_byte[11:3];

  // Toward cf_preview: messages of sequenced packets, as soon as they are whole.
  assign tap_valid_o    = f_msg && has_head && head_now.ok && f_sequence != '0;
  assign tap_channel_o  = head_now.channel;
  assign tap_session_o  = f_session;
  assign tap_index_o    = f_messages - 16'd1;
  assign tap_sequence_o = f_sequence + {48'd0, tap_index_o};
  assign tap_data_o     = f_data;
  assign tap_length_o   = f_length;
  assign tap_ingress_o  = head_now.start[47:0];
  assign tap_end_o      = f_frame;

  // ---------------------------------------------------------------- message store
  // Written as messages complete, visible to the arbiter when their frame is accepted.
  localparam int STORE_W = 9 + 16 + 512;
  logic [MW:0]  wr_q, commit_q, rd_q, rd_d;
  logic [MW:0]  wr_d;
  logic         spoiled;     // a bad frame of which something was shown
  logic [STORE_W-1:0] store_out;

  assign wr_d    = wr_q + {{MW{1'b0}}, f_msg};
  assign rd_d    = rd_q + {{MW{1'b0}}, msg_pop_i};
  assign stall   = (wr_q - rd_q) >= (MW + 1)'(MESSAGE_DEPTH - 1) || desc_free == '0;
  assign spoiled = f_frame && !accept && shown_count_i != '0;

  cf_ram #(.WIDTH(STORE_W), .DEPTH(MESSAGE_DEPTH)) u_store (
    .clk_i(clk),
    .we_i(f_msg), .waddr_i(wr_q[MW-1:0]), .wdata_i({f_beat, f_length, f_data}),
    .raddr_i(rd_d[MW-1:0]), .rdata_o(store_out)
  );
  assign msg_valid_o  = valid_q;
  assign {msg_beat_o, msg_length_o, msg_data_o} = store_out;

  always_ff @(posedge clk) begin
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
  assign desc_in.stamp           = f_stamp;
  assign desc_in.start           = f_start;
  assign desc_in.channel         = f_channel;
  assign desc_in.session         = f_session;
  assign desc_in.sequence_number = f_sequence;
  assign desc_in.heartbeat       = f_count == 16'd0;
  assign desc_in.end_of_session  = f_count == 16'hFFFF && !f_pitch;
  assign desc_in.messages        = accept ? f_messages : 16'd0;
  assign desc_in.empty           = f_empty;
  assign desc_in.truncated       = f_truncated;
  assign desc_in.overlong        = f_overlong;
  assign desc_in.trailing        = f_trailing;
  assign desc_in.aborted         = spoiled;
  assign desc_in.shown_first     = shown_first_i;
  assign desc_in.shown_count     = shown_count_i;
  assign desc_in.shown_epoch     = shown_epoch_i;
  cf_fifo #(.WIDTH(cf_types::FRAME_W), .DEPTH(FRAME_DEPTH)) u_frames (
    .clk_i(clk), .rst_ni,
    .push_i(accept || spoiled), .data_i(desc_in),
    .valid_o(frame_valid_o), .data_o(frame_o), .pop_i(frame_pop_i), .free_o(desc_free)
  );

  assign reject_o        = f_frame && !accept;
  assign reject_reason_o = reason;
endmodule
`default_nettype wire
