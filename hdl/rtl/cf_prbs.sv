// Test frames of one port: generator, checker, and the wish that the MAC hands the one to the other.
//
// A test frame is a broadcast with EtherType 0x88B5, two bytes of zeros, and whole beats of one PRBS31 sequence (x^31 + x^28 + 1, bit 0 of a beat first) that goes on from
// frame to frame. The checker finds the sequence by itself: 31 bits of a payload beat foretell all that follow; more than 16 wrong bits in a beat mean that it is
// lost. Four stages: take, compare, count, add up.
`default_nettype none
module cf_prbs #(
  parameter int PORT = 0
) (
  input  wire logic        clk_i,
  input  wire logic        rst_ni,
  input  wire logic        link_i,
  input  wire logic        simulated_i,
  input  wire logic        take_i,       // the snapshot
  input  wire logic [31:0] taken_i,      // snapshots so far
  output logic        busy_o,       // sending, or counting what came
  output logic        awake_o,      // needs its clock
  // From the MAC; a frame of it is under way before this cycle.
  input  wire logic [63:0] rx_tdata_i,
  input  wire logic [7:0]  rx_tkeep_i,
  input  wire logic        rx_tvalid_i,
  input  wire logic        rx_tlast_i,
  input  wire logic        rx_tuser_i,
  input  wire logic        rx_inside_i,
  output logic        loopback_o,   // the MAC is to receive what it sends
  // To the MAC; all bytes of a beat are valid.
  output logic [63:0] tx_tdata_o,
  output logic        tx_tvalid_o,
  output logic        tx_tlast_o,
  input  wire logic   tx_tready_i,
  // Its registers: answered in the next cycle, 0 when not asked.
  input  wire logic        sel_i,
  input  wire logic        write_i,
  input  wire logic        console_i,
  input  wire logic [6:0]  offset_i,
  input  wire logic [31:0] data_i,
  output logic [31:0] rdata_o
);
  localparam logic [15:0] ETHERTYPE = 16'h88B5;
  localparam logic [6:0]  LOST = 7'd16;

  // The 64 bits that follow the 31 of `s`, the newest of which is bit 30.
  function automatic logic [63:0] following(input logic [30:0] s);
    logic [27:0] a, b;
    a = s[27:0] ^ s[30:3];
    b = {a[24:0], s[30:28]} ^ a;
    following = {{b[4:0], a[27:25]} ^ b[7:0], b, a};
  endfunction

  function automatic logic [6:0] ones(input logic [63:0] v);
    logic [63:0] x;
    x = v - ((v >> 1) & 64'h5555555555555555);
    x = (x & 64'h3333333333333333) + ((x >> 2) & 64'h3333333333333333);
    x = (x + (x >> 4)) & 64'h0F0F0F0F0F0F0F0F;
    ones = {2'd0, x[4:0]} + {2'd0, x[12:8]} + {2'd0, x[20:16]} + {2'd0, x[28:24]}
         + {2'd0, x[36:32]} + {2'd0, x[44:40]} + {2'd0, x[52:48]} + {2'd0, x[60:56]};
  endfunction

  // ---------------------------------------------------------------- generator
  logic        generate_q, check_q, loopback_q, sending_q;
  logic [10:0] bytes_q;                // of a frame, a multiple of 8
  logic [31:0] frames_q, left_q, inject_q;
  logic [7:0]  gap_q, rest_q;          // rest: beats of the gap still to come
  logic [7:0]  beat_q;                 // of the frame, the next to be sent
  logic [30:0] source_q;
  logic [63:0] payload;
  logic        step;                   // the beat on the way out is taken, or there is none
  assign payload = sending_q ? following(source_q) : '0;
  assign step    = !tx_tvalid_o || tx_tready_i;

  // ---------------------------------------------------------------- what comes, one cycle later
  logic [63:0] rx_data_q;
  logic [7:0]  rx_keep_q;
  logic        rx_valid_q, rx_last_q, rx_user_q, rx_inside_q;
  assign loopback_o = loopback_q;
  always_ff @(posedge clk_i) begin
    rx_valid_q <= check_q && rst_ni && rx_tvalid_i;
    if (check_q) begin
      rx_data_q   <= rx_tdata_i;
      rx_keep_q   <= rx_tkeep_i;
      rx_last_q   <= rx_tlast_i;
      rx_user_q   <= rx_tuser_i;
      rx_inside_q <= rx_inside_i;
    end
  end

  // ---------------------------------------------------------------- checker
  logic        second_q, test_q;                    // the second beat of a frame; it is a test frame
  logic        locked_q, compared_q, counted_q;
  logic [30:0] expect_q;
  logic [63:0] wrong_q, foretold;
  logic [6:0]  count_q;
  assign foretold = (check_q && test_q) ? following(expect_q) : '0;
  assign busy_o   = sending_q || tx_tvalid_o || rx_valid_q || compared_q || counted_q;
  assign awake_o  = busy_o || check_q;

  // ---------------------------------------------------------------- counters, and their snapshot
  logic [63:0] sent_q, received_q, bits_q, errors_q, bad_q;
  logic [63:0] sent_s, received_s, bits_s, errors_s, bad_s;
  logic [31:0] losses_q;
  logic [1:0][31:0] high_q;

  always_ff @(posedge clk_i) begin
    rdata_o    <= '0;
    compared_q <= 1'b0;
    counted_q  <= 1'b0;
    if (!rst_ni) begin
      {generate_q, check_q, loopback_q, sending_q} <= '0;
      bytes_q     <= cf_pkg::PRBS_FRAME_BYTES_RESET[10:0];
      frames_q    <= '0;
      left_q      <= '0;
      inject_q    <= '0;
      gap_q       <= cf_pkg::PRBS_GAP_BEATS_RESET[7:0];
      rest_q      <= '0;
      beat_q      <= '0;
      source_q    <= '1;
      tx_tdata_o  <= '0;
      tx_tvalid_o <= 1'b0;
      tx_tlast_o  <= 1'b0;
      {second_q, test_q, locked_q} <= '0;
      expect_q    <= '0;
      wrong_q     <= '0;
      count_q     <= '0;
      {sent_q, received_q, bits_q, errors_q, bad_q} <= '0;
      {sent_s, received_s, bits_s, errors_s, bad_s} <= '0;
      losses_q    <= '0;
      high_q      <= '0;
    end else begin
      // ------------------------------------------------------------ sending
      if (tx_tvalid_o && tx_tready_i) begin
        tx_tvalid_o <= 1'b0;
        tx_tlast_o  <= 1'b0;
      end
      if (sending_q && step) begin
        if (rest_q != '0) begin
          rest_q <= rest_q - 8'd1;
        end else begin
          tx_tvalid_o <= 1'b1;
          beat_q      <= beat_q + 8'd1;
          unique case (beat_q)
            8'd0: tx_tdata_o <= {16'h0002, 48'hFFFFFFFFFFFF};
            8'd1: tx_tdata_o <= {16'd0, ETHERTYPE[7:0], ETHERTYPE[15:8], 8'(PORT), 24'd0};
            default: begin
              tx_tdata_o <= {payload[63:1], payload[0] ^ (inject_q != '0)};
              source_q   <= payload[63:33];
              if (inject_q != '0) inject_q <= inject_q - 32'd1;
            end
          endcase
          if (beat_q + 8'd1 == bytes_q[10:3]) begin
            tx_tlast_o <= 1'b1;
            beat_q     <= '0;
            rest_q     <= gap_q;
            sent_q     <= sent_q + 64'd1;
            left_q     <= left_q - 32'd1;
            // The last frame was this one; stopping is a matter of whole frames.
            if (!generate_q || left_q == 32'd1) begin
              sending_q  <= 1'b0;
              generate_q <= 1'b0;
            end
          end
        end
      end

      // ------------------------------------------------------------ checking
      if (rx_valid_q) begin
        second_q <= !rx_inside_q && !rx_last_q;
        if (second_q) test_q <= rx_data_q[47:32] == {ETHERTYPE[7:0], ETHERTYPE[15:8]} && !rx_last_q;
        if (!rx_inside_q) test_q <= 1'b0;
        if (check_q && test_q && rx_inside_q) begin
          if (rx_last_q) begin
            received_q <= received_q + 64'd1;
            if (rx_user_q) bad_q <= bad_q + 64'd1;
          end
          if (rx_keep_q == '1) begin
            wrong_q    <= foretold ^ rx_data_q;
            compared_q <= locked_q;
            expect_q   <= locked_q ? foretold[63:33] : rx_data_q[63:33];
            // A sequence of zeros is none.
            if (!locked_q) locked_q <= rx_data_q[63:33] != '0;
          end
        end
      end
      if (compared_q) begin
        count_q   <= ones(wrong_q);
        counted_q <= 1'b1;
      end
      if (counted_q) begin
        if (count_q <= LOST) begin
          bits_q   <= bits_q + 64'd64;
          errors_q <= errors_q + {57'd0, count_q};
        end else begin
          losses_q   <= losses_q + 32'd1;
          locked_q   <= 1'b0;
          compared_q <= 1'b0;
          counted_q  <= 1'b0;
        end
      end

      // ------------------------------------------------------------ registers
      if (take_i) begin
        sent_s     <= sent_q;
        received_s <= received_q;
        bits_s     <= bits_q;
        errors_s   <= errors_q;
        bad_s      <= bad_q;
      end
      if (sel_i && write_i) begin
        unique case (32'(offset_i))
          cf_pkg::PRBS_CONTROL: begin
            generate_q <= data_i[cf_pkg::PRBS_CONTROL_GENERATE_BIT];
            check_q    <= data_i[cf_pkg::PRBS_CONTROL_CHECK_BIT];
            loopback_q <= data_i[cf_pkg::PRBS_CONTROL_LOOPBACK_BIT];
            if (data_i[cf_pkg::PRBS_CONTROL_GENERATE_BIT] && !generate_q && !sending_q) begin
              sending_q <= 1'b1;
              left_q    <= frames_q;
              rest_q    <= '0;
              beat_q    <= '0;
            end
            if (!data_i[cf_pkg::PRBS_CONTROL_CHECK_BIT]) {locked_q, second_q, test_q} <= '0;
            if (data_i[cf_pkg::PRBS_CONTROL_CLEAR_BIT]) begin
              {sent_q, received_q, bits_q, errors_q, bad_q} <= '0;
              {sent_s, received_s, bits_s, errors_s, bad_s} <= '0;
              losses_q <= '0;
              locked_q <= 1'b0;
            end
          end
          cf_pkg::PRBS_FRAME_BYTES: if (!sending_q) bytes_q <= (data_i < 32'd64) ? 11'd64 : (data_i > 32'd1512) ? 11'd1512 : {data_i[10:3], 3'd0};
          cf_pkg::PRBS_FRAMES: frames_q <= data_i;
          cf_pkg::PRBS_GAP_BEATS: gap_q <= (data_i < 32'd3) ? 8'd3 : (data_i > 32'd255) ? 8'd255 : data_i[7:0];
          cf_pkg::PRBS_INJECT: inject_q <= data_i;
          default: ;
        endcase
      end
      if (sel_i && !write_i) begin
        unique case (32'(offset_i))
          0: rdata_o <= cf_pkg::PRBS_TYPE;
          4: rdata_o <= cf_pkg::PRBS_VERSION;
          8: rdata_o <= cf_pkg::PRBS_NEXT;
          cf_pkg::PRBS_CONTROL: rdata_o <= {29'd0, loopback_q, check_q, generate_q};
          cf_pkg::PRBS_FRAME_BYTES: rdata_o <= {21'd0, bytes_q};
          cf_pkg::PRBS_FRAMES: rdata_o <= frames_q;
          cf_pkg::PRBS_GAP_BEATS: rdata_o <= {24'd0, gap_q};
          cf_pkg::PRBS_INJECT: rdata_o <= inject_q;
          cf_pkg::PRBS_STATUS: rdata_o <= {simulated_i, 27'd0, loopback_q, locked_q, sending_q, link_i};
          cf_pkg::PRBS_LOCK_LOSSES: rdata_o <= losses_q;
          cf_pkg::PRBS_SNAPSHOT: rdata_o <= taken_i;
          cf_pkg::PRBS_SENT_LO: begin rdata_o <= sent_s[31:0]; high_q[console_i] <= sent_s[63:32]; end
          cf_pkg::PRBS_RECEIVED_LO: begin rdata_o <= received_s[31:0]; high_q[console_i] <= received_s[63:32]; end
          cf_pkg::PRBS_BITS_LO: begin rdata_o <= bits_s[31:0]; high_q[console_i] <= bits_s[63:32]; end
          cf_pkg::PRBS_ERRORS_LO: begin rdata_o <= errors_s[31:0]; high_q[console_i] <= errors_s[63:32]; end
          cf_pkg::PRBS_BAD_FCS_LO: begin rdata_o <= bad_s[31:0]; high_q[console_i] <= bad_s[63:32]; end
          cf_pkg::PRBS_SENT_HI, cf_pkg::PRBS_RECEIVED_HI, cf_pkg::PRBS_BITS_HI, cf_pkg::PRBS_ERRORS_HI, cf_pkg::PRBS_BAD_FCS_HI:
            rdata_o <= high_q[console_i];
          default: ;
        endcase
      end
    end
  end
endmodule
`default_nettype wire
