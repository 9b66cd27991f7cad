// The console's self-test: a list of register accesses and what they must read, made through whoever owns the bus.
//
// 0 scratch register, 1 identity, 2 cycle counter, 3 capture memory (not while it is armed), 4 CRC unit.
`default_nettype none
module cf_selftest (
  input  wire logic        clk_i,
  input  wire logic        rst_ni,
  input  wire logic        start_i,
  output logic        busy_o,
  output logic [4:0]  failed_o,
  output logic [4:0]  ran_o,
  // One access at a time: wanted until done_i.
  output logic        access_o,
  output logic        write_o,
  output logic [17:0] address_o,
  output logic [31:0] data_o,
  input  wire logic        done_i,
  input  wire logic [31:0] data_i,
  input  wire logic        abort_i       // the access failed: the test is over
);
  localparam int WORDS = cf_pkg::CAPTURE_FRAMES * 512;
  localparam int WW = $clog2(WORDS);
  localparam logic [17:0] SCRATCH = cf_pkg::DEVICE_BASE + 18'(cf_pkg::DEVICE_SCRATCH);
  localparam logic [17:0] CYCLES  = cf_pkg::CLOCK_BASE + 18'(cf_pkg::CLOCK_CYCLES_LO);
  localparam logic [71:0] DIGITS  = 72'h393837363534333231; // "123456789", the first in bits 7:0

  logic [4:0]    step_q;
  logic [WW-1:0] word_q;
  logic [3:0]    digit_q;
  logic [31:0]   kept_q, sum_q, pattern;
  assign pattern = {16'hFFFF - {{(16 - WW){1'b0}}, word_q}, {(16 - WW){1'b0}}, word_q};

  always_comb begin
    write_o = 1'b0;
    address_o = SCRATCH;
    data_o = '0;
    unique case (step_q)
      5'd1: begin write_o = 1'b1; data_o = 32'h55555555; end
      5'd3: begin write_o = 1'b1; data_o = 32'hAAAAAAAA; end
      5'd5: begin write_o = 1'b1; data_o = kept_q; end
      5'd6: address_o = cf_pkg::DEVICE_BASE + 18'(cf_pkg::DEVICE_MAGIC);
      5'd7: address_o = cf_pkg::DEVICE_BASE;
      5'd8: address_o = cf_pkg::RING_BASE;
      5'd9, 5'd10: address_o = CYCLES;
      5'd11: address_o = cf_pkg::CAPTURE_BASE + 18'(cf_pkg::CAPTURE_STATUS);
      5'd12, 5'd13, 5'd14, 5'd15: begin
        write_o = !step_q[0];
        address_o = cf_pkg::CAPTURE_DATA_BASE + {{(16 - WW){1'b0}}, word_q, 2'b00};
        data_o = step_q[1] ? ~pattern : pattern;
      end
      default: ;
    endcase
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      busy_o   <= 1'b0;
      failed_o <= '0;
      ran_o    <= '0;
      access_o <= 1'b0;
      step_q   <= '0;
      word_q   <= '0;
      digit_q  <= '0;
      kept_q   <= '0;
      sum_q    <= '0;
    end else if (!busy_o) begin
      if (start_i) begin
        busy_o   <= 1'b1;
        failed_o <= '0;
        ran_o    <= '1;
        access_o <= 1'b1;
        step_q   <= '0;
        word_q   <= '0;
        digit_q  <= '0;
        sum_q    <= '1;
      end
    end else if (abort_i) begin
      busy_o   <= 1'b0;
      access_o <= 1'b0;
    end else if (step_q == 5'd16) begin
      if (digit_q == 4'd9) begin
        if (~sum_q != 32'hCBF43926) failed_o[4] <= 1'b1;
        busy_o <= 1'b0;
      end else begin
        sum_q   <= cf_console_pkg::crc32(sum_q, DIGITS[{digit_q, 3'b000} +: 8]);
        digit_q <= digit_q + 4'd1;
      end
    end else if (done_i) begin
      step_q <= step_q + 5'd1;
      unique case (step_q)
        5'd0, 5'd9: kept_q <= data_i;
        5'd2: if (data_i != 32'h55555555) failed_o[0] <= 1'b1;
        5'd4: if (data_i != 32'hAAAAAAAA) failed_o[0] <= 1'b1;
        5'd6: if (data_i != cf_pkg::DEVICE_MAGIC_RESET) failed_o[1] <= 1'b1;
        5'd7: if (data_i != cf_pkg::DEVICE_TYPE) failed_o[1] <= 1'b1;
        5'd8: if (data_i != cf_pkg::RING_TYPE) failed_o[1] <= 1'b1;
        5'd10: if (data_i == kept_q) failed_o[2] <= 1'b1;
        5'd11: if (data_i[cf_pkg::CAPTURE_STATUS_ARMED_BIT]) begin
          ran_o[3] <= 1'b0;
          access_o <= 1'b0;
          step_q   <= 5'd16;
        end
        5'd12, 5'd13, 5'd14, 5'd15: begin
          if (step_q[0] && data_i != data_o) failed_o[3] <= 1'b1;
          word_q <= word_q + 1'b1;
          if (word_q != WW'(WORDS - 1)) step_q <= step_q;
          else if (step_q == 5'd15) access_o <= 1'b0;
        end
        default: ;
      endcase
    end
  end
endmodule
`default_nettype wire
