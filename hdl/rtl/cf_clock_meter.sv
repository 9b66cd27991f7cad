// The core clock against a reference: cycles between the rising edges of pps_i.
//
// A measurement takes INTERVALS intervals; where no pulse comes for twice NOMINAL, that counts as one missed, so it always ends.
`default_nettype none
module cf_clock_meter #(
  parameter logic [31:0] NOMINAL = 32'd156250000
) (
  input  wire logic        clk_i,
  input  wire logic        rst_ni,
  input  wire logic        pps_i,       // asynchronous, high for some cycles
  input  wire logic        simulated_i,
  output logic        busy_o,      // measuring
  output logic        awake_o,     // needs its clock
  input  wire logic [63:0] cycles_i, // since the reset
  // Its registers: answered in the next cycle, 0 when not asked.
  input  wire logic        sel_i,
  input  wire logic        write_i,
  input  wire logic        console_i,
  input  wire logic [7:0]  offset_i,
  input  wire logic [31:0] data_i,
  output logic [31:0] rdata_o
);
  logic        meta_q, pulse_q, before_q, edge_now, late;
  logic        measuring_q, begun_q;      // begun: there is a pulse to count from
  logic [7:0]  intervals_q, measured_q, missed_q;
  logic [31:0] silence_q, last_q, shortest_q, longest_q, pulses_q;
  logic [63:0] sum_q, mark_q, since;   // mark: the cycle of the last pulse
  logic [31:0] age;
  logic [1:0][31:0] high_q;
  assign edge_now = pulse_q && !before_q;
  assign late     = silence_q >= {NOMINAL[30:0], 1'b0};
  assign busy_o   = measuring_q;
  assign awake_o  = measuring_q || pps_i != meta_q || meta_q != pulse_q || pulse_q != before_q;
  assign since    = cycles_i - mark_q;
  assign age      = (since[63:32] != '0) ? '1 : since[31:0];

  always_ff @(posedge clk_i) begin
    rdata_o  <= '0;
    meta_q   <= pps_i;
    pulse_q  <= meta_q;
    before_q <= pulse_q;
    if (!rst_ni) begin
      meta_q      <= 1'b0;
      pulse_q     <= 1'b0;
      before_q    <= 1'b0;
      measuring_q <= 1'b0;
      begun_q     <= 1'b0;
      intervals_q <= 8'd1;
      measured_q  <= '0;
      missed_q    <= '0;
      mark_q      <= '0;
      silence_q   <= '0;
      last_q      <= '0;
      shortest_q  <= '0;
      longest_q   <= '0;
      pulses_q    <= '0;
      sum_q       <= '0;
      high_q      <= '0;
    end else begin
      if (edge_now) begin
        mark_q   <= cycles_i;
        pulses_q <= pulses_q + 32'd1;
      end
      if (measuring_q) begin
        silence_q <= (edge_now || late) ? 32'd1 : silence_q + 32'd1;
        if (edge_now) begin
          begun_q <= 1'b1;
          if (begun_q) begin
            measured_q <= measured_q + 8'd1;
            last_q     <= age;
            sum_q      <= sum_q + {32'd0, age};
            if (measured_q == '0 || age < shortest_q) shortest_q <= age;
            if (measured_q == '0 || age > longest_q) longest_q <= age;
          end
        end else if (late) begin
          begun_q  <= 1'b0;
          missed_q <= missed_q + 8'd1;
        end
        if (measured_q + missed_q >= intervals_q) measuring_q <= 1'b0;
      end
      if (sel_i && write_i) begin
        unique case (32'(offset_i))
          cf_pkg::CLOCK_CONTROL: begin
            measuring_q <= data_i[cf_pkg::CLOCK_CONTROL_MEASURE_BIT];
            if (data_i[cf_pkg::CLOCK_CONTROL_MEASURE_BIT]) begin
              begun_q    <= 1'b0;
              measured_q <= '0;
              missed_q   <= '0;
              silence_q  <= '0;
              last_q     <= '0;
              shortest_q <= '0;
              longest_q  <= '0;
              sum_q      <= '0;
            end
          end
          cf_pkg::CLOCK_INTERVALS: intervals_q <= (data_i == '0) ? 8'd1 : (data_i[31:8] != '0) ? 8'hFF : data_i[7:0];
          default: ;
        endcase
      end
      if (sel_i && !write_i) begin
        unique case (32'(offset_i))
          0: rdata_o <= cf_pkg::CLOCK_TYPE;
          4: rdata_o <= cf_pkg::CLOCK_VERSION;
          8: rdata_o <= cf_pkg::CLOCK_NEXT;
          cf_pkg::CLOCK_CONTROL: rdata_o <= {31'd0, measuring_q};
          cf_pkg::CLOCK_INTERVALS: rdata_o <= {24'd0, intervals_q};
          cf_pkg::CLOCK_NOMINAL: rdata_o <= NOMINAL;
          cf_pkg::CLOCK_STATUS: rdata_o <= {simulated_i, 7'd0, missed_q, measured_q, 7'd0, measuring_q};
          cf_pkg::CLOCK_LAST: rdata_o <= last_q;
          cf_pkg::CLOCK_SHORTEST: rdata_o <= shortest_q;
          cf_pkg::CLOCK_LONGEST: rdata_o <= longest_q;
          cf_pkg::CLOCK_SUM_LO: begin
            rdata_o <= sum_q[31:0];
            high_q[console_i] <= sum_q[63:32];
          end
          cf_pkg::CLOCK_CYCLES_LO: begin
            rdata_o <= cycles_i[31:0];
            high_q[console_i] <= cycles_i[63:32];
          end
          cf_pkg::CLOCK_SUM_HI, cf_pkg::CLOCK_CYCLES_HI: rdata_o <= high_q[console_i];
          cf_pkg::CLOCK_PULSES: rdata_o <= pulses_q;
          cf_pkg::CLOCK_AGE: rdata_o <= age;
          default: ;
        endcase
      end
    end
  end
endmodule
`default_nettype wire
