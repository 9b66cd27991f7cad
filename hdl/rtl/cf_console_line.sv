// The console's request lines: bytes in, one judged line out.
//
// ':' begins a line at any moment. The last eight characters stand in a window: what leaves it belongs to the arguments and to the CRC, what is in it at LF is
// the CRC as sent.
`default_nettype none
module cf_console_line (
  input  wire logic        clk_i,
  input  wire logic        rst_ni,
  input  wire logic        valid_i,      // a byte
  input  wire logic [7:0]  data_i,
  input  wire logic        spoilt_i,     // one that could not be read
  input  wire logic [15:0] divisor_i,
  input  wire logic [15:0] timeout_i,    // bit times from byte to byte
  output logic        busy_o,       // a line has begun
  output logic        abandoned_o,  // another one began inside it
  // A line has ended, for one cycle: what is wrong with it (ERR_*), and what it holds.
  output logic        line_o,
  output logic [7:0]  error_o,
  output logic [7:0]  tag_o,
  output logic [7:0]  letter_o,
  output logic [55:0] arguments_o,  // right-aligned
  output logic [31:0] crc_o
);
  logic        open_q, ending_q;
  logic [5:0]  count_q;                    // characters so far
  logic        tag_good_q, arguments_good_q, spoilt_q;
  logic [63:0] window_q;                   // the last of them in bits 7:0
  logic [31:0] sum_q;                      // CRC of what has left the window
  logic [15:0] prescale_q, silence_q;
  logic [4:0]  leaving;
  logic [5:0]  place;                      // of the character that leaves
  assign leaving = cf_console_pkg::hex_value(window_q[63:56]);
  assign place   = count_q - 6'd8;
  assign busy_o  = open_q || ending_q;

  // ---------------------------------------------------------------- judged in the cycle after LF
  logic [31:0] sent;
  logic        digits;      // of the CRC
  logic [5:0]  expected;    // length for its command
  logic        known, form;
  always_comb begin
    sent = '0;
    digits = 1'b1;
    known = 1'b1;
    expected = 6'd11;
    form = 1'b1;
    if (ending_q) begin
      for (int i = 0; i < 8; i++) begin
        {form, sent[4*i +: 4]} = cf_console_pkg::hex_value(window_q[8*i +: 8]);
        if (!form) digits = 1'b0;
      end
      unique case (letter_o)
        8'h52: expected = 6'd17;                          // R
        8'h57: expected = 6'd25;                          // W
        8'h44: expected = 6'd19;                          // D
        8'h49, 8'h54, 8'h43, 8'h4C: expected = 6'd11;     // I T C L
        default: known = 1'b0;
      endcase
      form = count_q == expected && arguments_good_q
             && !(letter_o == 8'h44 && (arguments_o[7:0] == 8'd0 || arguments_o[7:0] > 8'h40));
    end
  end

  always_ff @(posedge clk_i) begin
    line_o      <= 1'b0;
    abandoned_o <= 1'b0;
    ending_q    <= 1'b0;
    if (!rst_ni) begin
      open_q           <= 1'b0;
      count_q          <= '0;
      tag_good_q       <= 1'b0;
      arguments_good_q <= 1'b0;
      spoilt_q         <= 1'b0;
      window_q         <= '0;
      sum_q            <= '0;
      prescale_q       <= '0;
      silence_q        <= '0;
      error_o          <= '0;
      tag_o            <= '0;
      letter_o         <= '0;
      arguments_o      <= '0;
      crc_o            <= '0;
    end else if (ending_q) begin
      line_o <= 1'b1;
      crc_o  <= sent;
      if (!tag_good_q) tag_o <= 8'hFF;
      if (count_q < 6'd11 || spoilt_q || !tag_good_q || !digits) error_o <= cf_console_pkg::ERR_FORM;
      else if (~sum_q != sent) error_o <= cf_console_pkg::ERR_CRC;
      else if (!known) error_o <= cf_console_pkg::ERR_UNKNOWN;
      else if (!form) error_o <= cf_console_pkg::ERR_FORM;
      else error_o <= cf_console_pkg::ERR_NONE;
    end else if (valid_i) begin
      prescale_q <= '0;
      silence_q  <= '0;
      if (data_i == 8'h3A) begin
        open_q           <= 1'b1;
        abandoned_o      <= open_q;
        count_q          <= '0;
        sum_q            <= '1;
        spoilt_q         <= 1'b0;
        tag_good_q       <= 1'b1;
        arguments_good_q <= 1'b1;
        arguments_o      <= '0;
      end else if (open_q && data_i == 8'h0A) begin
        open_q   <= 1'b0;
        ending_q <= 1'b1;
        // A tag of which not both digits have left the window.
        if (count_q < 6'd10) tag_good_q <= 1'b0;
      end else if (open_q && data_i != 8'h0D) begin
        if (count_q == 6'(cf_console_pkg::LINE_MAX)) begin
          open_q  <= 1'b0;
          line_o  <= 1'b1;
          error_o <= cf_console_pkg::ERR_LONG;
          if (!tag_good_q) tag_o <= 8'hFF;
        end else begin
          count_q  <= count_q + 6'd1;
          window_q <= {window_q[55:0], data_i};
          if (count_q >= 6'd8) begin
            sum_q <= cf_console_pkg::crc32(sum_q, window_q[63:56]);
            if (place < 6'd2) begin
              tag_o <= {tag_o[3:0], leaving[3:0]};
              if (!leaving[4]) tag_good_q <= 1'b0;
            end else if (place == 6'd2) begin
              letter_o <= window_q[63:56];
            end else begin
              arguments_o <= {arguments_o[51:0], leaving[3:0]};
              if (!leaving[4]) arguments_good_q <= 1'b0;
            end
          end
        end
      end
    end else if (open_q) begin
      if (spoilt_i) spoilt_q <= 1'b1;
      if (prescale_q + 16'd1 < divisor_i) begin
        prescale_q <= prescale_q + 16'd1;
      end else begin
        prescale_q <= '0;
        silence_q  <= silence_q + 16'd1;
        if (silence_q + 16'd1 >= timeout_i) begin
          open_q  <= 1'b0;
          line_o  <= 1'b1;
          error_o <= cf_console_pkg::ERR_TIMEOUT;
          tag_o   <= 8'hFF;
        end
      end
    end
  end
endmodule
`default_nettype wire
