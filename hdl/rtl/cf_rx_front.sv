// The front half of a receive port, from the pins to whole messages: parser, match, payload buffer and framer.
//
// What has nothing to do has no clock (cf_idle_clock).
//
// Messages come out before the verdict on their frame. The frame's end comes behind the last of them, never before its verdict.
// T is the cycle of a frame's last beat on the pins; with nothing waiting, its last message and its end come in T + 2.
`default_nettype none
module cf_rx_front #(
  parameter int PORT          = 0,
  parameter int CHANNELS      = 4,
  parameter int MATCH_ENTRIES = 16,
  // Payload words and frames that can wait; powers of two.
  parameter int WORD_DEPTH    = 1024,
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
  // The headers of a frame have passed: what is known before its end, and before its first message. Once for each frame that is `headed_o` at its end.
  output logic         head_valid_o,
  output logic         head_ok_o,          // good so far, and matched
  output logic [7:0]   head_channel_o,
  output logic [6:0]   head_payload_at_o,  // place of the UDP payload in the frame
  output logic [63:0]  head_start_o,       // beat in which the frame began
  // No room for a message or for a frame: nothing comes out.
  input  wire logic    stall_i,
  // A message of the frame at hand: its first 64 bytes, its length, the place in the payload behind its last byte.
  output logic         msg_valid_o,
  output logic [511:0] msg_data_o,
  output logic [15:0]  msg_length_o,
  output logic [11:0]  msg_end_o,
  // Its end, and the first reason to reject it, or NONE.
  output logic         frame_valid_o,
  output logic [4:0]   reason_o,
  output logic         headed_o,
  output logic [7:0]   channel_o,
  output logic [63:0]  stamp_o,            // end of the frame, beats
  output logic [63:0]  start_o,            // its first beat
  output logic         pitch_o,
  output logic [79:0]  session_o,
  output logic [63:0]  sequence_o,
  output logic [15:0]  count_o,
  output logic [15:0]  messages_o,
  output logic [15:0]  empty_o,
  output logic         truncated_o,
  output logic         overlong_o,
  output logic         trailing_o,
  // No frame with a stamp below this will end any more.
  output logic [63:0]  horizon_o,
  // None with a start below this will.
  output logic [63:0]  start_horizon_o,
  // Something is inside.
  output logic         busy_o,
  // Something is behind: it has this clock, too.
  input  wire logic    behind_i,
  output logic         clk_o,
  // A frame passed the pins, and was lost because the buffer was full.
  output logic         seen_o,
  output logic [15:0]  seen_bytes_o,
  output logic         seen_overrun_o
);
  // ---------------------------------------------------------------- clock
  // Between frames nothing here moves but the horizon, and what follows the configuration, which is read cycles after a frame's first beat.
  logic       wake, clk, is_inside;
  logic [1:0] tail_q;
  assign wake = !rst_ni || s_axis_rx_tvalid || is_inside || busy_o || behind_i;
  cf_idle_clock u_idle (.clk_i, .run_i(wake || tail_q != '0), .clk_o(clk));
  always_ff @(posedge clk_i) tail_q <= wake ? 2'd3 : (tail_q == '0) ? '0 : tail_q - 2'd1;
  assign clk_o = clk;

  // ---------------------------------------------------------------- parse
  logic        mac_key_valid, ip_high_key_valid, ip_low_key_valid, udp_key_valid, unit_key_valid;
  logic [47:0] mac_key;
  logic [15:0] ip_high_key, ip_low_key, udp_key;
  logic [7:0]  unit_key;
  logic        hit, hit_pitch, hit_unit;
  logic [7:0]  hit_channel;
  logic        sof, parse_busy, word_valid, word_first, word_high, word_eof, eof, eof_headed;
  logic [63:0] word_data, eof_stamp, eof_start;
  logic [3:0]  word_end, word_block_end;
  logic [4:0]  eof_reason;
  logic [15:0] eof_length;
  logic        head_valid;
  logic [63:0] inside_start;

  cf_eth_parse u_parse (
    .clk_i(clk), .rst_ni, .enable_i, .time_i,
    .tdata_i(s_axis_rx_tdata), .tkeep_i(s_axis_rx_tkeep), .tvalid_i(s_axis_rx_tvalid),
    .tlast_i(s_axis_rx_tlast), .tuser_i(s_axis_rx_tuser),
    .min_frame_i, .max_frame_i,
    .mac_valid_o(mac_key_valid), .mac_o(mac_key), .ip_high_valid_o(ip_high_key_valid), .ip_high_o(ip_high_key),
    .ip_low_valid_o(ip_low_key_valid), .ip_low_o(ip_low_key), .udp_valid_o(udp_key_valid), .udp_o(udp_key),
    .unit_valid_o(unit_key_valid), .unit_o(unit_key),
    .hit_i(hit), .pitch_i(hit_pitch), .unit_hit_i(hit_unit),
    .sof_o(sof), .busy_o(parse_busy), .inside_o(is_inside), .inside_start_o(inside_start),
    .word_valid_o(word_valid), .word_data_o(word_data), .word_first_o(word_first), .word_high_o(word_high),
    .word_end_o(word_end), .word_block_end_o(word_block_end), .word_eof_o(word_eof),
    .head_o(head_valid), .head_ok_o, .head_payload_at_o, .head_start_o,
    .eof_o(eof), .reason_o(eof_reason), .stamp_o(eof_stamp), .start_o(eof_start), .length_o(eof_length), .headed_o(eof_headed)
  );

  cf_match #(.ENTRIES(MATCH_ENTRIES), .CHANNELS(CHANNELS), .PORT(PORT)) u_match (
    .clk_i(clk),
    .valid_i(match_valid_i), .match_mac_i, .pitch_i(match_pitch_i), .ports_i(match_ports_i), .channel_i(match_channel_i),
    .ip_i(match_ip_i), .udp_i(match_udp_i), .mac_i(match_mac_key_i), .unit_i(match_unit_i), .channel_enable_i,
    .mac_valid_i(mac_key_valid), .mac_key_i(mac_key), .ip_high_valid_i(ip_high_key_valid), .ip_high_key_i(ip_high_key),
    .ip_low_valid_i(ip_low_key_valid), .ip_low_key_i(ip_low_key), .udp_valid_i(udp_key_valid), .udp_key_i(udp_key),
    .unit_valid_i(unit_key_valid), .unit_key_i(unit_key),
    .hit_o(hit), .pitch_o(hit_pitch), .unit_hit_o(hit_unit), .channel_o(hit_channel)
  );

  // ---------------------------------------------------------------- payload buffer
  // A frame is let in whole or not at all: there must be room for the longest good frame when it begins. Its words come one cycle behind the wire,
  // its verdict two.
  localparam int WORD_W = 64 + 4 + 4 + 4;
  localparam int WAW = $clog2(WORD_DEPTH);
  localparam int FAW = $clog2(FRAME_DEPTH);
  logic              admit_word_q, admit_q;
  logic              words_busy, waiting_valid, waiting_ready, framer_busy;
  logic [WORD_W-1:0] waiting;
  logic [WAW:0]      word_free;
  logic [FAW:0]      info_free;
  logic              room_q;

  // A cycle old: what came in since is in the margin.
  always_ff @(posedge clk_i) room_q <= !rst_ni || (32'(word_free) > {19'd0, max_frame_i[15:3]} + 32'd16 && 32'(info_free) > 32'd4);
  always_ff @(posedge clk) begin
    if (!rst_ni) begin
      admit_word_q <= 1'b0;
      admit_q      <= 1'b0;
    end else begin
      if (sof) admit_word_q <= room_q;
      admit_q <= admit_word_q;
    end
  end

  cf_word_buffer #(.WIDTH(WORD_W), .DEPTH(WORD_DEPTH)) u_words (
    .clk_i(clk), .rst_ni,
    .push_i(admit_word_q && (word_valid || word_eof)),
    .data_i({word_eof, hit_pitch, word_high, word_first, word_valid ? word_block_end : 4'd0, word_valid ? word_end : 4'd0, word_data}),
    .valid_o(waiting_valid), .data_o(waiting), .pop_i(waiting_valid && waiting_ready), .free_o(word_free), .busy_o(words_busy)
  );

  // The verdict meets the frame's last word behind the framer: there in the same cycle, or waiting.
  typedef struct packed {
    logic [4:0]  reason;
    logic        headed;     // there was a head
    logic [7:0]  channel;
    logic [63:0] stamp;
    logic [63:0] start;
  } info_t;
  localparam int INFO_W = 5 + 1 + 8 + 64 + 64;
  logic  info_waits, push_info, f_frame;
  info_t info_in, info_waiting;
  info_t info_head;
  assign info_in.reason  = eof_reason;
  assign info_in.headed  = eof_headed;
  assign info_in.channel = hit_channel;
  assign info_in.stamp   = eof_stamp;
  assign info_in.start   = eof_start;
  assign push_info       = eof && admit_q && (info_waits || !f_frame);
  assign info_head       = info_waits ? info_waiting : info_in;
  cf_fifo #(.WIDTH(INFO_W), .DEPTH(FRAME_DEPTH)) u_info (
    .clk_i(clk), .rst_ni,
    .push_i(push_info), .data_i(info_in),
    .valid_o(info_waits), .data_o(info_waiting), .pop_i(info_waits && f_frame), .free_o(info_free)
  );

  // ---------------------------------------------------------------- frame the messages
  logic overflow, short_block;
  cf_framer u_framer (
    .clk_i(clk), .rst_ni,
    .valid_i(waiting_valid), .data_i(waiting[63:0]), .end_i(waiting[67:64]), .block_end_i(waiting[71:68]),
    .first_i(waiting[72]), .high_i(waiting[73]), .pitch_i(waiting[74]), .eof_i(waiting[75]),
    .ready_o(waiting_ready), .busy_o(framer_busy), .stall_i,
    .msg_valid_o, .msg_data_o, .msg_length_o, .msg_end_o,
    .frame_o(f_frame), .pitch_o, .session_o, .sequence_o, .count_o,
    .overflow_o(overflow), .short_block_o(short_block),
    .messages_o, .empty_o, .truncated_o, .overlong_o, .trailing_o
  );
  assign frame_valid_o = f_frame;
  assign reason_o      = (info_head.reason != cf_pkg::REJ_NONE) ? info_head.reason
                       : (pitch_o && short_block) ? cf_pkg::REJ_SHORT_PROTOCOL_HEADER
                       : overflow ? cf_pkg::REJ_SEQUENCE_OVERFLOW : cf_pkg::REJ_NONE;
  assign headed_o      = info_head.headed;
  assign channel_o     = info_head.channel;
  assign stamp_o       = info_head.stamp;
  assign start_o       = info_head.start;

  assign head_valid_o   = head_valid && admit_q;
  assign head_channel_o = hit_channel;

  // ---------------------------------------------------------------- horizon and events
  // Oldest first: frames whose verdict waits or is there, then the wire of two cycles ago. No path runs from the pins to the arbiter.
  logic [1:0][63:0] time_q;
  always_ff @(posedge clk_i) time_q <= rst_ni ? {time_q[0], time_i} : '0;
  assign horizon_o = info_waits ? info_waiting.stamp : time_q[1] + 64'd1;
  assign start_horizon_o = info_waits ? info_waiting.start : is_inside ? inside_start : time_q[1] + 64'd1;
  assign busy_o    = parse_busy || info_waits || words_busy || framer_busy;

  assign seen_o         = eof;
  assign seen_bytes_o   = eof_length;
  assign seen_overrun_o = eof && !admit_q;
endmodule
`default_nettype wire
