// The serial console and the register bus, with everything behind and before them on pins: top of the bench console.cpp.
`default_nettype none
module console_top (
  input  wire logic        clk_i,
  input  wire logic        rst_ni,
  input  wire logic        uart_rx_i,
  output logic        uart_tx_o,
  output logic        uart_busy_o,
  input  wire logic [17:0] s_axil_awaddr,
  input  wire logic        s_axil_awvalid,
  output logic        s_axil_awready,
  input  wire logic [31:0] s_axil_wdata,
  input  wire logic [3:0]  s_axil_wstrb,
  input  wire logic        s_axil_wvalid,
  output logic        s_axil_wready,
  output logic [1:0]  s_axil_bresp,
  output logic        s_axil_bvalid,
  input  wire logic        s_axil_bready,
  input  wire logic [17:0] s_axil_araddr,
  input  wire logic        s_axil_arvalid,
  output logic        s_axil_arready,
  output logic [31:0] s_axil_rdata,
  output logic [1:0]  s_axil_rresp,
  output logic        s_axil_rvalid,
  input  wire logic        s_axil_rready,
  // Targets: what is not the console's own.
  output logic        req_valid_o,
  output logic        req_write_o,
  output logic        req_console_o,
  output logic [17:0] req_address_o,
  output logic [31:0] req_data_o,
  input  wire logic        rsp_valid_i,
  input  wire logic [31:0] rsp_data_i,
  input  wire logic        con_error_i,
  output logic        con_done_o
);
  logic        con_valid, con_write, con_taken, own, own_q;
  logic [17:0] con_address;
  logic [31:0] con_data, con_rdata, own_data;
  logic [23:0] cycles_q;
  assign own = req_valid_o && req_address_o[17:8] == cf_pkg::CONSOLE_BASE[17:8];
  always_ff @(posedge clk_i) begin
    own_q    <= own;
    cycles_q <= rst_ni ? cycles_q + 24'd1 : 24'd0;
  end
  cf_bus u_bus (
    .clk_i, .rst_ni,
    .s_axil_awaddr, .s_axil_awvalid, .s_axil_awready, .s_axil_wdata, .s_axil_wstrb, .s_axil_wvalid, .s_axil_wready,
    .s_axil_bresp, .s_axil_bvalid, .s_axil_bready, .s_axil_araddr, .s_axil_arvalid, .s_axil_arready,
    .s_axil_rdata, .s_axil_rresp, .s_axil_rvalid, .s_axil_rready,
    .con_valid_i(con_valid), .con_write_i(con_write), .con_address_i(con_address), .con_data_i(con_data),
    .con_taken_o(con_taken), .con_done_o, .con_rdata_o(con_rdata),
    .req_valid_o, .req_write_o, .req_console_o, .req_address_o, .req_data_o,
    .rsp_valid_i(rsp_valid_i || own_q), .rsp_data_i(rsp_data_i | own_data)
  );
  /* verilator lint_off PINCONNECTEMPTY */ // its clock always runs here
  cf_console u_console (
    .clk_i, .rst_ni, .rx_i(uart_rx_i), .tx_o(uart_tx_o), .busy_o(uart_busy_o), .awake_o(),
    .bus_valid_o(con_valid), .bus_write_o(con_write), .bus_address_o(con_address), .bus_data_o(con_data),
    .bus_taken_i(con_taken), .bus_done_i(con_done_o), .bus_data_i(con_rdata), .bus_error_i(con_error_i),
    .sel_i(own), .write_i(req_write_o), .offset_i(req_address_o[7:0]), .data_i(req_data_o), .rdata_o(own_data),
    .cycles_i(cycles_q)
  );
  /* verilator lint_on PINCONNECTEMPTY */
endmodule
`default_nettype wire
