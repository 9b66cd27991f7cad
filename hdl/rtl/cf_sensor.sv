// What the board measures: values handed in by the board's wrapper, one at a time, kept for reading.
`default_nettype none
module cf_sensor (
  input  wire logic        clk_i,
  input  wire logic        rst_ni,
  input  wire logic        valid_i,
  input  wire logic [2:0]  index_i,
  input  wire logic [31:0] value_i,
  input  wire logic        simulated_i,
  // Its registers: answered in the next cycle, 0 when not asked.
  input  wire logic        sel_i,
  input  wire logic        write_i,
  input  wire logic [7:0]  offset_i,
  output logic [31:0] rdata_o
);
  logic [7:0]       fitted_q;
  logic [31:0]      updates_q, highest_q;
  logic [6:0][31:0] values_q;

  always_ff @(posedge clk_i) begin
    rdata_o <= '0;
    if (!rst_ni) begin
      fitted_q  <= '0;
      updates_q <= '0;
      highest_q <= '0;
      values_q  <= '0;
    end else begin
      if (valid_i && index_i != 3'd7) begin
        fitted_q[index_i] <= 1'b1;
        updates_q         <= updates_q + 32'd1;
        values_q[index_i] <= value_i;
        if (index_i == '0 && (!fitted_q[0] || $signed(value_i) > $signed(highest_q))) highest_q <= value_i;
      end
      if (sel_i && !write_i) begin
        unique case (32'(offset_i))
          0: rdata_o <= cf_pkg::SENSOR_TYPE;
          4: rdata_o <= cf_pkg::SENSOR_VERSION;
          8: rdata_o <= cf_pkg::SENSOR_NEXT;
          cf_pkg::SENSOR_STATUS: rdata_o <= {simulated_i, 23'd0, fitted_q};
          cf_pkg::SENSOR_UPDATES: rdata_o <= updates_q;
          cf_pkg::SENSOR_DIE_TEMPERATURE: rdata_o <= values_q[0];
          cf_pkg::SENSOR_BOARD_TEMPERATURE: rdata_o <= values_q[1];
          cf_pkg::SENSOR_OPTICS_TEMPERATURE: rdata_o <= values_q[2];
          cf_pkg::SENSOR_VCC_CORE: rdata_o <= values_q[3];
          cf_pkg::SENSOR_VCC_AUX: rdata_o <= values_q[4];
          cf_pkg::SENSOR_VCC_IO: rdata_o <= values_q[5];
          cf_pkg::SENSOR_FAN_RPM: rdata_o <= values_q[6];
          cf_pkg::SENSOR_DIE_TEMPERATURE_MAX: rdata_o <= highest_q;
          default: ;
        endcase
      end
    end
  end
endmodule
`default_nettype wire
