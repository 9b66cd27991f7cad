// What a bench needs of a card: serial console, test frames, frame capture, sensors, and the measurement of the clock. One slave of the register bus.
//
// All of it stands still most of the time, and its clock with it (cf_idle_clock): only the cycle counter and the frames under way are followed always.
`default_nettype none
module cf_lab #(
  parameter int PORTS = 2,
  parameter logic [31:0] PPS_CYCLES = 32'd156250000
) (
  input  wire logic        clk_i,
  input  wire logic        rst_ni,
  input  wire logic [63:0] time_i,
  input  wire logic        take_i,          // a copy of all counters is made
  output logic        busy_o,          // something goes on that takes cycles; the console is told apart
  // Board.
  input  wire logic        uart_rx_i,
  output logic        uart_tx_o,
  output logic        uart_busy_o,
  input  wire logic [PORTS-1:0] link_i,
  input  wire logic        pps_i,
  input  wire logic        sensor_valid_i,
  input  wire logic [2:0]  sensor_index_i,
  input  wire logic [31:0] sensor_value_i,
  input  wire logic        simulated_i,
  // Receive streams, which are heard on; ports whose MAC is to receive what it sends.
  input  wire logic [PORTS*64-1:0] rx_tdata_i,
  input  wire logic [PORTS*8-1:0]  rx_tkeep_i,
  input  wire logic [PORTS-1:0]    rx_tvalid_i,
  input  wire logic [PORTS-1:0]    rx_tlast_i,
  input  wire logic [PORTS-1:0]    rx_tuser_i,
  output logic [PORTS-1:0]    mac_loopback_o,
  // Test frames; all bytes of a beat are valid.
  output logic [PORTS*64-1:0] tx_tdata_o,
  output logic [PORTS-1:0]    tx_tvalid_o,
  output logic [PORTS-1:0]    tx_tlast_o,
  input  wire logic [PORTS-1:0] tx_tready_i,
  // Register bus: the console as a master.
  output logic        bus_valid_o,
  output logic        bus_write_o,
  output logic [cf_pkg::ADDRESS_BITS-1:0] bus_address_o,
  output logic [31:0] bus_data_o,
  input  wire logic        bus_taken_i,
  input  wire logic        bus_done_i,
  input  wire logic [31:0] bus_data_i,
  // Register bus: all of these as a slave. Answers in the next cycle what stands from 0x3000 to 0xFFFF.
  input  wire logic        req_valid_i,
  input  wire logic        req_write_i,
  input  wire logic        req_console_i,
  input  wire logic [cf_pkg::ADDRESS_BITS-1:0] req_address_i,
  input  wire logic [31:0] req_data_i,
  output logic        rsp_valid_o,
  output logic [31:0] rsp_data_o
);
  logic [7:0]  page;
  logic        mine, sel_console, sel_capture, sel_window, sel_sensor, sel_clock;
  logic [PORTS-1:0] sel_prbs;
  logic [31:0] console_data, capture_data, sensor_data, clock_data;
  logic [PORTS-1:0][31:0] prbs_data;
  logic [PORTS-1:0] prbs_busy;
  logic        clock_busy, clock_awake, console_awake, capture_awake, take_q;
  logic [PORTS-1:0] prbs_awake, inside_q, stays;
  logic        wake, clk;
  logic [1:0]  tail_q;
  logic [31:0] taken_q;
  logic [63:0] cycles_q;
  assign page        = req_address_i[15:8];
  assign mine        = req_valid_i && req_address_i[17:16] == '0 && page >= 8'h30;
  assign sel_console = mine && page == cf_pkg::CONSOLE_BASE[15:8];
  assign sel_capture = mine && page == cf_pkg::CAPTURE_BASE[15:8];
  assign sel_window  = mine && page >= cf_pkg::CAPTURE_DATA_BASE[15:8] && page < cf_pkg::CAPTURE_DATA_BASE[15:8] + 8'(cf_pkg::CAPTURE_FRAMES * 8);
  assign sel_sensor  = mine && page == cf_pkg::SENSOR_BASE[15:8];
  assign sel_clock   = mine && page == cf_pkg::CLOCK_BASE[15:8];
  assign busy_o      = prbs_busy != '0 || clock_busy;

  // ---------------------------------------------------------------- clock
  assign wake = !rst_ni || mine || take_i || !uart_rx_i || sensor_valid_i || console_awake || clock_awake || capture_awake || prbs_awake != '0;
  cf_idle_clock u_idle (.clk_i, .run_i(wake || tail_q != '0), .clk_o(clk));
  for (genvar p = 0; p < PORTS; p++) begin : g_stays
    assign stays[p] = rx_tvalid_i[p] ? !rx_tlast_i[p] : inside_q[p];
  end
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      tail_q   <= '1;
      cycles_q <= '0;
      inside_q <= '0;
    end else begin
      // What was written takes a cycle or two to be through.
      tail_q   <= wake ? 2'd3 : {1'b0, tail_q[1]};
      cycles_q <= cycles_q + 64'd1;
      inside_q <= stays;
    end
  end

  always_comb begin
    rsp_data_o = console_data | capture_data | sensor_data | clock_data;
    for (int p = 0; p < PORTS; p++) rsp_data_o = rsp_data_o | prbs_data[p];
  end
  always_ff @(posedge clk) begin
    rsp_valid_o <= mine && rst_ni;
    take_q      <= 1'b0;
    if (!rst_ni) begin
      taken_q <= '0;
    end else if (take_i || (sel_prbs != '0 && req_write_i && 32'(req_address_i[6:0]) == cf_pkg::PRBS_SNAPSHOT)) begin
      take_q  <= !take_i;
      taken_q <= taken_q + 32'd1;
    end
  end

  cf_console #(.PORTS(PORTS)) u_console (
    .clk_i(clk), .rst_ni, .rx_i(uart_rx_i), .tx_o(uart_tx_o), .busy_o(uart_busy_o), .awake_o(console_awake),
    .bus_valid_o, .bus_write_o, .bus_address_o, .bus_data_o, .bus_taken_i, .bus_done_i, .bus_data_i, .bus_error_i(1'b0),
    .sel_i(sel_console), .write_i(req_write_i), .offset_i(req_address_i[7:0]), .data_i(req_data_i), .rdata_o(console_data),
    .cycles_i(cycles_q[23:0])
  );

  for (genvar p = 0; p < PORTS; p++) begin : g_port
    assign sel_prbs[p] = mine && req_address_i[15:7] == cf_pkg::PRBS_BASE[15:7] + 9'(p);
    cf_prbs #(.PORT(p)) u_prbs (
      .clk_i(clk), .rst_ni, .link_i(link_i[p]), .simulated_i, .take_i(take_q || take_i), .taken_i(taken_q), .busy_o(prbs_busy[p]), .awake_o(prbs_awake[p]),
      .rx_tdata_i(rx_tdata_i[64*p +: 64]), .rx_tkeep_i(rx_tkeep_i[8*p +: 8]), .rx_tvalid_i(rx_tvalid_i[p]),
      .rx_tlast_i(rx_tlast_i[p]), .rx_tuser_i(rx_tuser_i[p]), .rx_inside_i(inside_q[p]), .loopback_o(mac_loopback_o[p]),
      .tx_tdata_o(tx_tdata_o[64*p +: 64]), .tx_tvalid_o(tx_tvalid_o[p]), .tx_tlast_o(tx_tlast_o[p]), .tx_tready_i(tx_tready_i[p]),
      .sel_i(sel_prbs[p]), .write_i(req_write_i), .console_i(req_console_i), .offset_i(req_address_i[6:0]), .data_i(req_data_i), .rdata_o(prbs_data[p])
    );
  end

  cf_capture #(.PORTS(PORTS)) u_capture (
    .clk_i(clk), .rst_ni, .time_i,
    .awake_o(capture_awake),
    .tdata_i(rx_tdata_i), .tkeep_i(rx_tkeep_i), .tvalid_i(rx_tvalid_i), .tlast_i(rx_tlast_i), .tuser_i(rx_tuser_i), .stays_i(stays),
    .sel_i(sel_capture), .sel_window_i(sel_window), .write_i(req_write_i), .offset_i(req_address_i[13:0]), .data_i(req_data_i), .rdata_o(capture_data)
  );

  cf_sensor u_sensor (
    .clk_i(clk), .rst_ni, .valid_i(sensor_valid_i), .index_i(sensor_index_i), .value_i(sensor_value_i), .simulated_i,
    .sel_i(sel_sensor), .write_i(req_write_i), .offset_i(req_address_i[7:0]), .rdata_o(sensor_data)
  );

  cf_clock_meter #(.NOMINAL(PPS_CYCLES)) u_clock (
    .clk_i(clk), .rst_ni, .pps_i, .simulated_i, .busy_o(clock_busy), .awake_o(clock_awake), .cycles_i(cycles_q),
    .sel_i(sel_clock), .write_i(req_write_i), .console_i(req_console_i), .offset_i(req_address_i[7:0]), .data_i(req_data_i), .rdata_o(clock_data)
  );
endmodule
`default_nettype wire
