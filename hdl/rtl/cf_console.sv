// The serial console: executes the lines of cf_console_line on the register bus and answers them. Protocol: docs/console-protocol.md.
//
// One line at a time. An access that the bus does not take or answer in time is given up; a late answer is waited for before the next access, and thrown away.
`default_nettype none
module cf_console #(
  parameter int PORTS = 2,
  parameter logic [31:0] DIVISOR = cf_pkg::CONSOLE_DIVISOR_RESET
) (
  input  wire logic        clk_i,
  input  wire logic        rst_ni,
  // Serial line.
  input  wire logic        rx_i,
  output logic        tx_o,
  output logic        busy_o,       // a byte or a line is under way, or being answered
  output logic        awake_o,      // needs its clock
  // Register bus, as a master: asks until taken, and is answered once.
  output logic        bus_valid_o,
  output logic        bus_write_o,
  output logic [cf_pkg::ADDRESS_BITS-1:0] bus_address_o,
  output logic [31:0] bus_data_o,
  input  wire logic   bus_taken_i,
  input  wire logic   bus_done_i,
  input  wire logic [31:0] bus_data_i,
  input  wire logic   bus_error_i,
  // Its own registers: answered in the next cycle, 0 when not asked.
  input  wire logic        sel_i,
  input  wire logic        write_i,
  input  wire logic [7:0]  offset_i,
  input  wire logic [31:0] data_i,
  output logic [31:0] rdata_o,
  // Low word of the cycle counter.
  input  wire logic [23:0] cycles_i
);
  localparam logic [31:0] PROTOCOL_VERSION = 32'h00010000;
  localparam logic [17:0] PRBS_STATUS = cf_pkg::PRBS_BASE + 18'(cf_pkg::PRBS_STATUS);

  // ---------------------------------------------------------------- the line
  logic [15:0] divisor_q, divisor_wanted_q, line_timeout_q, bus_timeout_q;
  logic        byte_valid, framing, break_seen, rx_busy, rx_awake, tx_ready, tx_busy, tx_valid_q;
  logic [7:0]  byte_data, tx_data_q;
  cf_uart_rx u_rx (
    .clk_i, .rst_ni, .divisor_i(divisor_q), .rx_i,
    .valid_o(byte_valid), .data_o(byte_data), .framing_o(framing), .break_o(break_seen), .busy_o(rx_busy), .awake_o(rx_awake)
  );
  cf_uart_tx u_tx (
    .clk_i, .rst_ni, .divisor_i(divisor_q), .valid_i(tx_valid_q), .data_i(tx_data_q), .ready_o(tx_ready), .tx_o, .busy_o(tx_busy)
  );

  logic        line_open, abandoned, line;
  logic [7:0]  line_error, line_tag, line_letter;
  logic [55:0] line_arguments;
  logic [31:0] line_crc;
  cf_console_line u_line (
    .clk_i, .rst_ni, .valid_i(byte_valid), .data_i(byte_data), .spoilt_i(framing || break_seen),
    .divisor_i(divisor_q), .timeout_i(line_timeout_q), .busy_o(line_open), .abandoned_o(abandoned),
    .line_o(line), .error_o(line_error), .tag_o(line_tag), .letter_o(line_letter), .arguments_o(line_arguments), .crc_o(line_crc)
  );

  // ---------------------------------------------------------------- execution
  typedef enum logic [2:0] { IDLE, BEGIN, NEXT, ACCESS, TEST, HEAD, WORD, TAIL } state_e;
  state_e      state_q;
  logic [7:0]  tag_q, letter_q, error_q;
  logic [31:0] crc_q;                      // of the request
  logic [23:0] address_q;
  logic [31:0] word_q;                     // to be written, or read and to be sent
  logic [6:0]  words_q, left_q;            // of the answer
  logic [2:0]  index_q;                    // of a word of I, T and L
  logic        repeated_q, headed_q;
  logic [3:0]  place_q;                    // of a character in what is being sent
  logic [31:0] sum_q;                      // CRC of the answer
  // The last request that must not be executed twice.
  logic        kept_q;
  logic [7:0]  kept_tag_q, kept_error_q;
  logic [31:0] kept_crc_q, kept_result_q, kept_ran_q;
  // The access under way.
  logic [15:0] waited_q;
  logic        asked_q, taken_q, lost_q, write_q;
  assign busy_o = rx_busy || line_open || line || state_q != IDLE || tx_valid_q || tx_busy;
  assign awake_o = busy_o || rx_awake || lost_q || divisor_q != divisor_wanted_q;

  logic        is_r, is_w, is_d, is_i, is_t, is_c, is_l, once;
  assign is_r = letter_q == 8'h52;
  assign is_w = letter_q == 8'h57;
  assign is_d = letter_q == 8'h44;
  assign is_i = letter_q == 8'h49;
  assign is_t = letter_q == 8'h54;
  assign is_c = letter_q == 8'h43;
  assign is_l = letter_q == 8'h4C;
  assign once = is_w || is_t || is_c;

  // ---------------------------------------------------------------- self-test
  logic        test_start_q, test_busy, test_access, test_write;
  logic [4:0]  test_failed, test_ran;
  logic [17:0] test_address;
  logic [31:0] test_data;
  logic        access_done, access_failed;  // the access under way ends in this cycle
  cf_selftest u_test (
    .clk_i, .rst_ni, .start_i(test_start_q), .busy_o(test_busy), .failed_o(test_failed), .ran_o(test_ran),
    .access_o(test_access), .write_o(test_write), .address_o(test_address), .data_o(test_data),
    .done_i(access_done && state_q == TEST), .data_i(bus_data_i), .abort_i(access_failed)
  );

  // ---------------------------------------------------------------- the access
  logic        in_access, out_of_time;
  logic [17:0] target;
  assign in_access     = state_q == ACCESS || (state_q == TEST && test_access);
  assign out_of_time   = waited_q >= bus_timeout_q;
  assign access_done   = in_access && taken_q && bus_done_i && !bus_error_i;
  assign access_failed = in_access && ((taken_q && bus_done_i && bus_error_i) || (out_of_time && !(taken_q && bus_done_i)));
  assign bus_valid_o   = asked_q;
  assign target        = (state_q == TEST) ? test_address : address_q[17:0];

  // ---------------------------------------------------------------- the answer
  logic [7:0] character;
  logic       last_character;
  always_comb begin
    character = 8'h0A;
    last_character = 1'b0;
    if (tx_ready && !tx_valid_q) begin
      unique case (state_q)
        HEAD: begin
          unique case (place_q)
            4'd0: character = (error_q == '0) ? 8'h3D : 8'h21;
            4'd1: character = cf_console_pkg::hex_digit(tag_q[7:4]);
            4'd2: character = cf_console_pkg::hex_digit(tag_q[3:0]);
            4'd3: character = (error_q == '0) ? letter_q : cf_console_pkg::hex_digit(error_q[7:4]);
            4'd4: character = (error_q == '0) ? cf_console_pkg::hex_digit({1'b0, words_q[6:4]}) : cf_console_pkg::hex_digit(error_q[3:0]);
            default: character = cf_console_pkg::hex_digit(words_q[3:0]);
          endcase
          if (error_q != '0) last_character = place_q == 4'd4;
          else last_character = place_q == (is_d ? 4'd5 : 4'd3);
        end
        WORD: begin
          character = cf_console_pkg::hex_digit(word_q[31:28]);
          last_character = place_q == 4'd7;
        end
        TAIL: begin
          if (place_q != 4'd8) character = cf_console_pkg::hex_digit(word_q[31:28]);
          last_character = place_q == 4'd8;
        end
        default: ;
      endcase
    end
  end

  // ---------------------------------------------------------------- registers and counters
  logic [7:0]  resets_q = '0;  // counts resets, and so has none
  logic        reset_seen_q;
  logic        byte_seen_q;
  logic [23:0] nonce_q;
  logic [31:0] ok_q, bad_crc_q, bad_form_q, unknown_q, bus_errors_q, bus_timeouts_q, long_q, timeouts_q, abandoned_q, framing_q, breaks_q, overruns_q, repeated_count_q;

  always_ff @(posedge clk_i) begin
    reset_seen_q <= !rst_ni;
    if (!rst_ni && !reset_seen_q) resets_q <= resets_q + 8'd1;
  end

  always_ff @(posedge clk_i) begin
    rdata_o <= '0;
    test_start_q <= 1'b0;
    if (!rst_ni) begin
      divisor_q        <= DIVISOR[15:0];
      divisor_wanted_q <= DIVISOR[15:0];
      line_timeout_q   <= cf_pkg::CONSOLE_LINE_TIMEOUT_RESET[15:0];
      bus_timeout_q    <= cf_pkg::CONSOLE_BUS_TIMEOUT_RESET[15:0];
      {ok_q, bad_crc_q, bad_form_q, unknown_q, bus_errors_q, bus_timeouts_q, long_q, timeouts_q} <= '0;
      {abandoned_q, framing_q, breaks_q, overruns_q, repeated_count_q} <= '0;
      byte_seen_q   <= 1'b0;
      nonce_q       <= '0;
      state_q       <= IDLE;
      tag_q         <= '0;
      letter_q      <= '0;
      error_q       <= '0;
      crc_q         <= '0;
      address_q     <= '0;
      word_q        <= '0;
      words_q       <= '0;
      left_q        <= '0;
      index_q       <= '0;
      repeated_q    <= 1'b0;
      headed_q      <= 1'b0;
      place_q       <= '0;
      sum_q         <= '0;
      kept_q        <= 1'b0;
      kept_tag_q    <= '0;
      kept_error_q  <= '0;
      kept_crc_q    <= '0;
      kept_result_q <= '0;
      kept_ran_q    <= '0;
      waited_q      <= '0;
      asked_q       <= 1'b0;
      taken_q       <= 1'b0;
      lost_q        <= 1'b0;
      write_q       <= 1'b0;
      bus_write_o   <= 1'b0;
      bus_address_o <= '0;
      bus_data_o    <= '0;
      tx_valid_q    <= 1'b0;
      tx_data_q     <= '0;
    end else begin
      // ------------------------------------------------------------ counted as it happens
      if (byte_valid && !byte_seen_q) begin
        byte_seen_q <= 1'b1;
        nonce_q     <= cycles_i;
      end
      if (abandoned) abandoned_q <= abandoned_q + 32'd1;
      if (framing) framing_q <= framing_q + 32'd1;
      if (break_seen) breaks_q <= breaks_q + 32'd1;
      if (divisor_q != divisor_wanted_q && !busy_o) divisor_q <= divisor_wanted_q;
      if (tx_valid_q && tx_ready) tx_valid_q <= 1'b0;

      // ------------------------------------------------------------ the answer of an access that was given up
      if (lost_q && bus_done_i) lost_q <= 1'b0;

      if (line && state_q != IDLE) overruns_q <= overruns_q + 32'd1;
      unique case (state_q)
        IDLE: if (line) begin
          state_q    <= BEGIN;
          tag_q      <= line_tag;
          letter_q   <= line_letter;
          error_q    <= line_error;
          crc_q      <= line_crc;
          address_q  <= (line_letter == 8'h57) ? line_arguments[55:32] : (line_letter == 8'h44) ? line_arguments[31:8] : line_arguments[23:0];
          word_q     <= line_arguments[31:0];
          words_q    <= line_arguments[6:0];
          repeated_q <= kept_q && line_tag == kept_tag_q && line_crc == kept_crc_q;
          headed_q   <= 1'b0;
          index_q    <= '0;
          place_q    <= '0;
          sum_q      <= '1;
        end

        // What the line asks for.
        BEGIN: begin
          if (!is_d) words_q <= is_r ? 7'd1 : is_i ? 7'd6 : is_t ? 7'd2 : is_l ? 7'(PORTS) : 7'd0;
          left_q <= is_d ? words_q : is_r ? 7'd1 : is_i ? 7'd6 : is_t ? 7'd2 : is_l ? 7'(PORTS) : 7'd0;
          state_q <= NEXT;
          write_q <= 1'b0;
          if (error_q != '0) begin
            state_q <= HEAD;
            unique case (error_q)
              cf_console_pkg::ERR_CRC: bad_crc_q <= bad_crc_q + 32'd1;
              cf_console_pkg::ERR_FORM: bad_form_q <= bad_form_q + 32'd1;
              cf_console_pkg::ERR_UNKNOWN: unknown_q <= unknown_q + 32'd1;
              cf_console_pkg::ERR_LONG: long_q <= long_q + 32'd1;
              default: timeouts_q <= timeouts_q + 32'd1;
            endcase
          end else if (once && repeated_q) begin
            repeated_count_q <= repeated_count_q + 32'd1;
            error_q <= kept_error_q;
            if (kept_error_q != '0) state_q <= HEAD;
          end else begin
            ok_q <= ok_q + 32'd1;
            if (tag_q != kept_tag_q) kept_q <= 1'b0;
            if (once) begin
              kept_q       <= 1'b1;
              kept_tag_q   <= tag_q;
              kept_crc_q   <= crc_q;
              kept_error_q <= '0;
            end
            if (is_w || is_c) begin
              state_q <= ACCESS;
              write_q <= 1'b1;
              if (is_c) begin
                address_q <= {6'd0, cf_pkg::DEVICE_BASE + 18'(cf_pkg::DEVICE_SNAPSHOT)};
                word_q    <= 32'd1;
              end
            end
            if (is_t) begin
              state_q      <= TEST;
              test_start_q <= 1'b1;
            end
          end
        end

        // The next word of the answer: known, or to be read.
        NEXT: begin
          place_q <= '0;
          if (left_q == '0) begin
            state_q <= headed_q ? TAIL : HEAD;
            word_q  <= ~sum_q;
          end else if (is_t) begin
            word_q  <= (index_q == '0) ? kept_result_q : kept_ran_q;
            state_q <= headed_q ? WORD : HEAD;
          end else if (is_i && index_q == '0) begin
            word_q  <= PROTOCOL_VERSION;
            state_q <= headed_q ? WORD : HEAD;
          end else begin
            state_q <= ACCESS;
            if (is_i) begin
              unique case (index_q)
                3'd1: address_q <= {6'd0, cf_pkg::DEVICE_BASE + 18'(cf_pkg::DEVICE_MAGIC)};
                3'd2: address_q <= {6'd0, cf_pkg::DEVICE_BASE + 18'(cf_pkg::DEVICE_BUILD_ID)};
                3'd3: address_q <= {6'd0, cf_pkg::DEVICE_BASE + 18'(cf_pkg::DEVICE_PORTS)};
                3'd4: address_q <= {6'd0, cf_pkg::DEVICE_BASE + 18'(cf_pkg::DEVICE_CHANNELS)};
                default: address_q <= {6'd0, cf_pkg::DEVICE_BASE + 18'd4};
              endcase
            end
            if (is_l) address_q <= {6'd0, PRBS_STATUS + (18'(index_q) * 18'(cf_pkg::PRBS_STRIDE))};
          end
        end

        ACCESS: if (access_done) begin
          if (!write_q) begin
            word_q    <= bus_data_i;
            address_q <= address_q + 24'd4;
          end
          write_q <= 1'b0;
          state_q <= write_q ? NEXT : headed_q ? WORD : HEAD;
        end

        TEST: if (!test_busy && !test_start_q) begin
          state_q       <= NEXT;
          kept_result_q <= {27'd0, test_failed};
          kept_ran_q    <= {27'd0, test_ran};
        end

        // Sent character by character.
        HEAD: if (tx_ready && !tx_valid_q && last_character) begin
          headed_q <= 1'b1;
          place_q  <= '0;
          state_q  <= (error_q == '0 && left_q != '0) ? WORD : NEXT;
          if (error_q != '0) left_q <= '0;
        end
        WORD: if (tx_ready && !tx_valid_q && last_character) begin
          left_q  <= left_q - 7'd1;
          index_q <= index_q + 3'd1;
          state_q <= NEXT;
        end
        default: if (tx_ready && !tx_valid_q && last_character) state_q <= IDLE;
      endcase

      if ((state_q == HEAD || state_q == WORD || state_q == TAIL) && tx_ready && !tx_valid_q) begin
        tx_valid_q <= 1'b1;
        tx_data_q  <= character;
        if (!last_character) place_q <= place_q + 4'd1;
        if (state_q != HEAD) word_q <= {word_q[27:0], 4'd0};
        if (state_q == WORD || (state_q == HEAD && place_q != '0)) sum_q <= cf_console_pkg::crc32(sum_q, character);
      end

      // ------------------------------------------------------------ the access
      if (in_access) begin
        waited_q <= waited_q + 16'd1;
        if (!asked_q && !taken_q && !lost_q) begin
          asked_q       <= 1'b1;
          bus_write_o   <= (state_q == TEST) ? test_write : write_q;
          bus_address_o <= target;
          bus_data_o    <= (state_q == TEST) ? test_data : word_q;
        end
        if (bus_taken_i) begin
          asked_q <= 1'b0;
          taken_q <= 1'b1;
        end
        if (access_done || access_failed) begin
          asked_q  <= 1'b0;
          taken_q  <= 1'b0;
          waited_q <= '0;
        end
        if (access_failed) begin
          // Taken and not answered: the answer may still come.
          if (!(taken_q && bus_done_i) && (taken_q || bus_taken_i)) lost_q <= 1'b1;
          error_q <= (taken_q && bus_done_i) ? cf_console_pkg::ERR_BUS : cf_console_pkg::ERR_BUS_TIMEOUT;
          if (once) kept_error_q <= (taken_q && bus_done_i) ? cf_console_pkg::ERR_BUS : cf_console_pkg::ERR_BUS_TIMEOUT;
          if (taken_q && bus_done_i) bus_errors_q <= bus_errors_q + 32'd1;
          else bus_timeouts_q <= bus_timeouts_q + 32'd1;
          state_q  <= HEAD;
          headed_q <= 1'b0;
          place_q  <= '0;
          sum_q    <= '1;
        end
        // An address that cannot be: nothing is asked of the bus.
        if (state_q == ACCESS && !asked_q && !taken_q && (address_q[23:18] != '0 || address_q[1:0] != '0)) begin
          asked_q      <= 1'b0;
          waited_q     <= '0;
          error_q      <= cf_console_pkg::ERR_BUS;
          if (once) kept_error_q <= cf_console_pkg::ERR_BUS;
          bus_errors_q <= bus_errors_q + 32'd1;
          state_q      <= HEAD;
          headed_q     <= 1'b0;
          place_q      <= '0;
          sum_q        <= '1;
        end
      end

      // ------------------------------------------------------------ its registers
      if (sel_i && write_i) begin
        unique case (32'(offset_i))
          cf_pkg::CONSOLE_DIVISOR: divisor_wanted_q <= (data_i[31:3] == '0) ? 16'd8 : (data_i[31:16] != '0) ? 16'hFFFF : data_i[15:0];
          cf_pkg::CONSOLE_LINE_TIMEOUT: line_timeout_q <= (data_i[31:5] == '0) ? 16'd32 : (data_i[31:16] != '0) ? 16'hFFFF : data_i[15:0];
          cf_pkg::CONSOLE_BUS_TIMEOUT: bus_timeout_q <= (data_i[31:4] == '0) ? 16'd16 : (data_i[31:16] != '0) ? 16'hFFFF : data_i[15:0];
          default: ;
        endcase
      end
      if (sel_i && !write_i) begin
        unique case (32'(offset_i))
          0: rdata_o <= cf_pkg::CONSOLE_TYPE;
          4: rdata_o <= cf_pkg::CONSOLE_VERSION;
          8: rdata_o <= cf_pkg::CONSOLE_NEXT;
          cf_pkg::CONSOLE_DIVISOR: rdata_o <= {16'd0, divisor_wanted_q};
          cf_pkg::CONSOLE_LINE_TIMEOUT: rdata_o <= {16'd0, line_timeout_q};
          cf_pkg::CONSOLE_BUS_TIMEOUT: rdata_o <= {16'd0, bus_timeout_q};
          cf_pkg::CONSOLE_BOOT: rdata_o <= {resets_q, nonce_q};
          cf_pkg::CONSOLE_LINES_OK: rdata_o <= ok_q;
          cf_pkg::CONSOLE_BAD_CRC: rdata_o <= bad_crc_q;
          cf_pkg::CONSOLE_BAD_FORM: rdata_o <= bad_form_q;
          cf_pkg::CONSOLE_UNKNOWN_COMMAND: rdata_o <= unknown_q;
          cf_pkg::CONSOLE_BUS_ERRORS: rdata_o <= bus_errors_q;
          cf_pkg::CONSOLE_BUS_TIMEOUTS: rdata_o <= bus_timeouts_q;
          cf_pkg::CONSOLE_TOO_LONG: rdata_o <= long_q;
          cf_pkg::CONSOLE_LINE_TIMEOUTS: rdata_o <= timeouts_q;
          cf_pkg::CONSOLE_ABANDONED: rdata_o <= abandoned_q;
          cf_pkg::CONSOLE_FRAMING_ERRORS: rdata_o <= framing_q;
          cf_pkg::CONSOLE_BREAKS: rdata_o <= breaks_q;
          cf_pkg::CONSOLE_OVERRUNS: rdata_o <= overruns_q;
          cf_pkg::CONSOLE_REPEATED: rdata_o <= repeated_count_q;
          cf_pkg::CONSOLE_LAST_TAG: rdata_o <= {23'd0, kept_q, kept_tag_q};
          default: ;
        endcase
      end
    end
  end
endmodule
`default_nettype wire
