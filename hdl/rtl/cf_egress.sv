// The ports' transmit side: frames of the host, answers of the card and test frames, the kill switch over all of them, and the registers of the first two.
//
// What has nothing to do has no clock (cf_idle_clock).
`default_nettype none
module cf_egress #(
  parameter int PORTS = 2,
  parameter int MATCH_ENTRIES = 16
) (
  input  wire logic        clk_i,
  input  wire logic        rst_ni,
  input  wire logic [63:0] time_i,
  input  wire logic        kill_i,
  // Receive streams, which the responders listen to.
  input  wire logic [PORTS*64-1:0] rx_tdata_i,
  input  wire logic [PORTS*8-1:0]  rx_tkeep_i,
  input  wire logic [PORTS-1:0]    rx_tvalid_i,
  input  wire logic [PORTS-1:0]    rx_tlast_i,
  input  wire logic [PORTS-1:0]    rx_tuser_i,
  input  wire logic [MATCH_ENTRIES-1:0]       match_valid_i,
  input  wire logic [MATCH_ENTRIES-1:0][3:0]  match_ports_i,
  input  wire logic [MATCH_ENTRIES-1:0][31:0] match_ip_i,
  // Test frames.
  input  wire logic [PORTS*64-1:0] test_tdata_i,
  input  wire logic [PORTS-1:0]    test_tvalid_i,
  input  wire logic [PORTS-1:0]    test_tlast_i,
  output logic [PORTS-1:0]    test_tready_o,
  // To the MACs.
  output logic [PORTS*64-1:0] tx_tdata_o,
  output logic [PORTS*8-1:0]  tx_tkeep_o,
  output logic [PORTS-1:0]    tx_tvalid_o,
  output logic [PORTS-1:0]    tx_tlast_o,
  input  wire logic [PORTS-1:0] tx_tready_i,
  // Host memory.
  output logic [63:0] m_axi_araddr,
  output logic [7:0]  m_axi_arlen,
  output logic        m_axi_arvalid,
  input  wire logic   m_axi_arready,
  input  wire logic [511:0] m_axi_rdata,
  input  wire logic [1:0]   m_axi_rresp,
  input  wire logic         m_axi_rlast,
  input  wire logic         m_axi_rvalid,
  output logic              m_axi_rready,
  output logic         back_valid_o,
  output logic [63:0]  back_addr_o,
  output logic [511:0] back_data_o,
  input  wire logic    back_ready_i,
  // Register bus; the lab says when an answer is due.
  input  wire logic        req_valid_i,
  input  wire logic        req_write_i,
  input  wire logic [cf_pkg::ADDRESS_BITS-1:0] req_address_i,
  input  wire logic [31:0] req_data_i,
  output logic [31:0] rsp_data_o,
  output logic        busy_o,
  output logic        deadline_valid_o,
  output logic [63:0] deadline_o
);
  logic sel_transmit, sel_responder;
  assign sel_transmit  = req_valid_i && req_address_i[17:8] == cf_pkg::TRANSMIT_BASE[17:8];
  assign sel_responder = req_valid_i && req_address_i[17:8] == cf_pkg::RESPONDER_BASE[17:8];

  logic [PORTS-1:0] sel_port, inside_q, answer_valid, answer_last, answer_ready, answer_busy, answer_awake, host_valid, host_ready, host_first, mux_busy;
  logic [PORTS-1:0][63:0] answer_data;
  logic [PORTS-1:0][7:0]  answer_keep;
  logic [PORTS-1:0][31:0] answer_rdata;
  logic [63:0] host_data;
  logic [7:0]  host_keep;
  logic [31:0] transmit_rdata;
  logic        host_last, stop, transmit_busy, transmit_awake;

  // ---------------------------------------------------------------- clock
  logic       wake, run, clk;
  logic [1:0] tail_q;
  assign wake = !rst_ni || sel_transmit || sel_responder || transmit_awake || answer_awake != '0 || mux_busy != '0 || test_tvalid_i != '0;
  assign run  = wake || tail_q != '0;
  cf_idle_clock u_idle (.clk_i, .run_i(run), .clk_o(clk));
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      tail_q   <= '1;
      inside_q <= '0;
    end else begin
      tail_q <= wake ? 2'd3 : {1'b0, tail_q[1]};
      for (int p = 0; p < PORTS; p++) if (rx_tvalid_i[p]) inside_q[p] <= !rx_tlast_i[p];
    end
  end
  assign busy_o = transmit_busy || answer_busy != '0 || mux_busy != '0;

  always_comb begin
    rsp_data_o = transmit_rdata;
    for (int p = 0; p < PORTS; p++) rsp_data_o = rsp_data_o | answer_rdata[p];
  end

  cf_transmit #(.PORTS(PORTS)) u_transmit (
    .clk_i(clk), .rst_ni, .time_i, .kill_i, .stop_o(stop), .sending_i(mux_busy != '0),
    .sel_i(sel_transmit), .write_i(req_write_i), .offset_i(req_address_i[7:0]), .data_i(req_data_i), .rdata_o(transmit_rdata),
    .m_axi_araddr, .m_axi_arlen, .m_axi_arvalid, .m_axi_arready, .m_axi_rdata, .m_axi_rresp, .m_axi_rlast, .m_axi_rvalid, .m_axi_rready,
    .back_valid_o, .back_addr_o, .back_data_o, .back_ready_i,
    .tx_tvalid_o(host_valid), .tx_tdata_o(host_data), .tx_tkeep_o(host_keep), .tx_tlast_o(host_last), .tx_tready_i(host_ready), .tx_first_i(host_first),
    .busy_o(transmit_busy), .awake_o(transmit_awake), .deadline_valid_o, .deadline_o
  );

  for (genvar p = 0; p < PORTS; p++) begin : g_port
    assign sel_port[p] = sel_responder && req_address_i[7:6] == 2'(p);
    cf_responder #(.PORT(p), .MATCH_ENTRIES(MATCH_ENTRIES)) u_responder (
      .clk_i(clk), .rst_ni, .stop_i(stop),
      .rx_tdata_i(rx_tdata_i[64*p +: 64]), .rx_tkeep_i(rx_tkeep_i[8*p +: 8]), .rx_tvalid_i(rx_tvalid_i[p]), .rx_tlast_i(rx_tlast_i[p]),
      .rx_tuser_i(rx_tuser_i[p]), .rx_inside_i(inside_q[p]),
      .match_valid_i, .match_ports_i, .match_ip_i,
      .tx_tvalid_o(answer_valid[p]), .tx_tdata_o(answer_data[p]), .tx_tkeep_o(answer_keep[p]), .tx_tlast_o(answer_last[p]), .tx_tready_i(answer_ready[p]),
      .sel_i(sel_port[p]), .write_i(req_write_i), .offset_i(req_address_i[5:0]), .data_i(req_data_i), .rdata_o(answer_rdata[p]),
      .busy_o(answer_busy[p]), .awake_o(answer_awake[p])
    );
    cf_tx_mux u_mux (
      .clk_i(clk), .rst_ni, .stop_i(stop),
      .valid_i({test_tvalid_i[p], answer_valid[p], host_valid[p]}), .last_i({test_tlast_i[p], answer_last[p], host_last}),
      .data_i({test_tdata_i[64*p +: 64], answer_data[p], host_data}), .keep_i({8'hFF, answer_keep[p], host_keep}),
      .ready_o({test_tready_o[p], answer_ready[p], host_ready[p]}),
      .tdata_o(tx_tdata_o[64*p +: 64]), .tkeep_o(tx_tkeep_o[8*p +: 8]), .tvalid_o(tx_tvalid_o[p]), .tlast_o(tx_tlast_o[p]), .tready_i(tx_tready_i[p]),
      .host_first_o(host_first[p]), .busy_o(mux_busy[p])
    );
  end
endmodule
`default_nettype wire
