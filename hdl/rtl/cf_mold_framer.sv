// MoldUDP64 framer: payload words in, whole messages out.
//
// Takes at most one word and completes at most one message per cycle. The 20-byte header is
// gathered like a message; then a 2-byte length and that many bytes, again and again, while the
// message count promises more. A word is left at the head (with an offset) when it would
// complete a second message, so only blocks shorter than 8 bytes cost extra cycles.
//
// Zero-length blocks come out as messages of length 0: they take a sequence number.
`default_nettype none
module cf_mold_framer (
  input  wire logic         clk_i,
  input  wire logic         rst_ni,
  // Payload words; eof_i marks the frame's last word (which may hold no bytes).
  input  wire logic         valid_i,
  input  wire logic [63:0]  data_i,
  input  wire logic [3:0]   bytes_i,
  input  wire logic         eof_i,
  output logic         pop_o,
  // No room for a message or for a frame: do nothing.
  input  wire logic         stall_i,
  // A message: its first 64 bytes and its length.
  output logic         msg_valid_o,
  output logic [511:0] msg_data_o,
  output logic [15:0]  msg_length_o,
  // End of frame, with the cycle that pops its last word (a message may come in the same cycle).
  output logic         frame_o,
  output logic [79:0]  session_o,      // byte 0 in bits 7:0
  output logic [63:0]  sequence_o,
  output logic [15:0]  count_o,        // as in the header
  output logic [15:0]  messages_o,     // whole blocks found
  output logic [15:0]  empty_o,        // of those, of length zero
  output logic         truncated_o,
  output logic         overlong_o,
  output logic         trailing_o
);
  typedef struct packed {
    logic         header;      // the 20-byte header is complete
    logic [15:0]  need;        // bytes still missing of the item being gathered
    logic [15:0]  have;        // bytes of it so far
    logic         half_length; // first byte of a block length is in length_high
    logic [7:0]   length_high;
    logic [15:0]  left;        // blocks still promised
    logic [15:0]  messages;
    logic [15:0]  empty;
    logic         trailing;
    logic [79:0]  session;
    logic [63:0]  sequence_number;
    logic [15:0]  count;
  } state_t;

  state_t       s_q, s_d;
  logic [511:0] msg_q, msg_d;
  logic [2:0]   offset_q;
  logic [3:0]   offset_d;
  logic         active;

  logic [3:0]  n, a, rest, used;
  logic [63:0] word, part;
  logic        completed;      // a message came out of the first part of the word
  logic        has_length;
  logic [15:0] length;

  assign active = valid_i && !stall_i;

  // The low bytes of a word; the others 0.
  function automatic logic [63:0] low_bytes(input logic [63:0] value, input logic [3:0] count);
    low_bytes = value & ((count >= 4'd8) ? '1 : ((64'd1 << {count[2:0], 3'd0}) - 64'd1));
  endfunction

  always_comb begin
    s_d = s_q;
    msg_d = msg_q;
    offset_d = '0;
    pop_o = 1'b0;
    msg_valid_o = 1'b0;
    msg_data_o = msg_q;
    msg_length_o = '0;
    frame_o = 1'b0;
    n = '0;
    a = '0;
    rest = '0;
    used = '0;
    word = '0;
    part = '0;
    completed = 1'b0;
    has_length = 1'b0;
    length = '0;
    if (active) begin
      n = bytes_i - {1'b0, offset_q};
      word = data_i >> {offset_q, 3'd0};
      offset_d = bytes_i; // all of it, unless said otherwise below

      // The item begun earlier.
      if (s_q.need != '0) begin
        a = (s_q.need < {12'd0, n}) ? s_q.need[3:0] : n;
        if (s_q.have < 16'd64) msg_d = msg_q | (512'(low_bytes(word, a)) << {s_q.have[5:0], 3'd0});
        s_d.need = s_q.need - {12'd0, a};
        s_d.have = s_q.have + {12'd0, a};
        if (s_d.need == '0) begin
          if (!s_q.header) begin
            s_d.header = 1'b1;
            s_d.session = msg_d[79:0];
            for (int i = 0; i < 8; i++) s_d.sequence_number[8*(7-i) +: 8] = msg_d[8*(10+i) +: 8];
            s_d.count = {msg_d[8*18 +: 8], msg_d[8*19 +: 8]};
            s_d.left = (s_d.count == 16'hFFFF) ? 16'd0 : s_d.count;
          end else begin
            completed = 1'b1;
            s_d.left = s_q.left - 16'd1;
            s_d.messages = s_q.messages + 16'd1;
            msg_valid_o = 1'b1;
            msg_data_o = msg_d;
            msg_length_o = s_d.have;
          end
        end
      end

      // The length of the next block, and the block's first bytes.
      rest = n - a;
      part = word >> {a[2:0], 3'd0};
      if (s_d.need == '0 && rest != '0 && s_d.header) begin
        if (s_d.left == '0) begin
          s_d.trailing = 1'b1;
        end else begin
          if (s_q.half_length) begin
            has_length = 1'b1;
            length = {s_q.length_high, part[7:0]};
            used = 4'd1;
          end else if (rest >= 4'd2) begin
            has_length = 1'b1;
            length = {part[7:0], part[15:8]};
            used = 4'd2;
          end else begin
            s_d.half_length = 1'b1;
            s_d.length_high = part[7:0];
          end
          if (has_length) begin
            if (length <= {12'd0, rest - used}) begin
              // This block ends in this word too.
              if (completed) begin
                offset_d = {1'b0, offset_q} + a; // one message a cycle: come back for it
              end else begin
                s_d.half_length = 1'b0;
                s_d.left = s_d.left - 16'd1;
                s_d.messages = s_d.messages + 16'd1;
                if (length == '0) s_d.empty = s_d.empty + 16'd1;
                msg_valid_o = 1'b1;
                msg_data_o = 512'(low_bytes(part >> {used[2:0], 3'd0}, length[3:0]));
                msg_length_o = length;
                offset_d = {1'b0, offset_q} + a + used + length[3:0];
              end
            end else begin
              s_d.half_length = 1'b0;
              s_d.need = length - {12'd0, rest - used};
              s_d.have = {12'd0, rest - used};
              msg_d = 512'(low_bytes(part >> {used[2:0], 3'd0}, rest - used));
            end
          end
        end
      end

      if (offset_d >= bytes_i) begin
        offset_d = '0;
        pop_o = 1'b1;
        frame_o = eof_i;
      end
    end
  end

  assign session_o   = s_d.session;
  assign sequence_o  = s_d.sequence_number;
  assign count_o     = s_d.count;
  assign messages_o  = s_d.messages;
  assign empty_o     = s_d.empty;
  assign truncated_o = s_d.left != '0;
  assign overlong_o  = s_d.left != '0 && s_d.need != '0;
  assign trailing_o  = s_d.trailing;

  state_t start;
  always_comb begin
    start = '0;
    start.need = 16'd20;
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      s_q      <= start;
      msg_q    <= '0;
      offset_q <= '0;
    end else if (active) begin
      s_q      <= frame_o ? start : s_d;
      msg_q    <= (frame_o || (s_d.need == '0)) ? '0 : msg_d;
      offset_q <= offset_d[2:0];
    end
  end
endmodule
`default_nettype wire
