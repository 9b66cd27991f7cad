// The register bus: AXI4-Lite of the host and the serial console in, one access at a time out.
//
// Host writes, host reads and the console take turns; each access is answered once. A target answers in some later cycle, with 0 in rsp_data_i when it has nothing to say.
// Whoever asks is told to the targets, which keep the latched high word of 64-bit values apart.
`default_nettype none
module cf_bus (
  input  wire logic        clk_i,
  input  wire logic        rst_ni,
  // AXI4-Lite slave.
  input  wire logic [cf_pkg::ADDRESS_BITS-1:0] s_axil_awaddr,
  input  wire logic        s_axil_awvalid,
  output logic        s_axil_awready,
  input  wire logic [31:0] s_axil_wdata,
  input  wire logic [3:0]  s_axil_wstrb,
  input  wire logic        s_axil_wvalid,
  output logic        s_axil_wready,
  output logic [1:0]  s_axil_bresp,
  output logic        s_axil_bvalid,
  input  wire logic        s_axil_bready,
  input  wire logic [cf_pkg::ADDRESS_BITS-1:0] s_axil_araddr,
  input  wire logic        s_axil_arvalid,
  output logic        s_axil_arready,
  output logic [31:0] s_axil_rdata,
  output logic [1:0]  s_axil_rresp,
  output logic        s_axil_rvalid,
  input  wire logic        s_axil_rready,
  // The console: asks until it is taken, and is answered once.
  input  wire logic        con_valid_i,
  input  wire logic        con_write_i,
  input  wire logic [cf_pkg::ADDRESS_BITS-1:0] con_address_i,
  input  wire logic [31:0] con_data_i,
  output logic        con_taken_o,
  output logic        con_done_o,
  output logic [31:0] con_rdata_o,
  // Targets.
  output logic        req_valid_o,    // for one cycle
  output logic        req_write_o,
  output logic        req_console_o,
  output logic [cf_pkg::ADDRESS_BITS-1:0] req_address_o,
  output logic [31:0] req_data_o,
  input  wire logic        rsp_valid_i,
  input  wire logic [31:0] rsp_data_i
`ifdef CROSSFEED_SIM
  // Faults of a simulated card: what is read at the addresses that agree under the mask is changed, 0 in `keep` and 1 in `set`.
  , input  wire logic        sim_fault_valid_i
  , input  wire logic [1:0]  sim_fault_index_i
  , input  wire logic [cf_pkg::ADDRESS_BITS-1:0] sim_fault_address_i
  , input  wire logic [cf_pkg::ADDRESS_BITS-1:0] sim_fault_mask_i
  , input  wire logic [31:0] sim_fault_keep_i
  , input  wire logic [31:0] sim_fault_set_i
`endif
);
  typedef enum logic [1:0] { WRITE, READ, CONSOLE } who_e;

  logic        aw_q, w_q, ar_q, busy_q;
  logic [cf_pkg::ADDRESS_BITS-1:0] awaddr_q, araddr_q;
  logic [31:0] wdata_q;
  who_e        who_q;
  logic        want_write, want_read, any;
  who_e        next;
  logic [31:0] value;

  assign s_axil_awready = !aw_q;
  assign s_axil_wready  = !w_q;
  assign s_axil_arready = !ar_q;
  assign s_axil_bresp   = 2'b00;
  assign s_axil_rresp   = 2'b00;
  assign want_write     = aw_q && w_q && !s_axil_bvalid;
  assign want_read      = ar_q && !s_axil_rvalid;
  assign any            = !busy_q && (want_write || want_read || con_valid_i);
  assign con_taken_o    = any && next == CONSOLE;

  // Whoever comes after the last one.
  always_comb begin
    unique case (who_q)
      WRITE:   next = want_read ? READ : con_valid_i ? CONSOLE : WRITE;
      READ:    next = con_valid_i ? CONSOLE : want_write ? WRITE : READ;
      default: next = want_write ? WRITE : want_read ? READ : CONSOLE;
    endcase
  end

`ifdef CROSSFEED_SIM
  logic [3:0]       fault_on_q = '0;
  logic [cf_pkg::ADDRESS_BITS-1:0] fault_address_q [4];
  logic [cf_pkg::ADDRESS_BITS-1:0] fault_mask_q [4];
  logic [31:0]      fault_keep_q [4];
  logic [31:0]      fault_set_q [4];
  always_ff @(posedge clk_i) begin
    if (sim_fault_valid_i) begin
      fault_on_q[sim_fault_index_i]      <= 1'b1;
      fault_address_q[sim_fault_index_i] <= sim_fault_address_i;
      fault_mask_q[sim_fault_index_i]    <= sim_fault_mask_i;
      fault_keep_q[sim_fault_index_i]    <= sim_fault_keep_i;
      fault_set_q[sim_fault_index_i]     <= sim_fault_set_i;
    end
  end
  always_comb begin
    value = rsp_data_i;
    if (busy_q) begin
      for (int i = 0; i < 4; i++) begin
        if (fault_on_q[i] && (req_address_o & fault_mask_q[i]) == fault_address_q[i]) value = (value & fault_keep_q[i]) | fault_set_q[i];
      end
    end
  end
`else
  assign value = rsp_data_i;
`endif

  always_ff @(posedge clk_i) begin
    req_valid_o <= 1'b0;
    con_done_o  <= 1'b0;
    if (!rst_ni) begin
      aw_q          <= 1'b0;
      w_q           <= 1'b0;
      ar_q          <= 1'b0;
      busy_q        <= 1'b0;
      awaddr_q      <= '0;
      araddr_q      <= '0;
      wdata_q       <= '0;
      who_q         <= CONSOLE;
      s_axil_bvalid <= 1'b0;
      s_axil_rvalid <= 1'b0;
      s_axil_rdata  <= '0;
      con_rdata_o   <= '0;
      req_write_o   <= 1'b0;
      req_console_o <= 1'b0;
      req_address_o <= '0;
      req_data_o    <= '0;
    end else begin
      if (s_axil_awvalid && !aw_q) begin
        aw_q     <= 1'b1;
        awaddr_q <= s_axil_awaddr;
      end
      if (s_axil_wvalid && !w_q) begin
        w_q <= 1'b1;
        for (int i = 0; i < 4; i++) wdata_q[8*i +: 8] <= s_axil_wstrb[i] ? s_axil_wdata[8*i +: 8] : 8'd0;
      end
      if (s_axil_arvalid && !ar_q) begin
        ar_q     <= 1'b1;
        araddr_q <= s_axil_araddr;
      end
      if (s_axil_bvalid && s_axil_bready) s_axil_bvalid <= 1'b0;
      if (s_axil_rvalid && s_axil_rready) s_axil_rvalid <= 1'b0;

      if (any) begin
        busy_q        <= 1'b1;
        who_q         <= next;
        req_valid_o   <= 1'b1;
        req_console_o <= next == CONSOLE;
        req_write_o   <= next == WRITE || (next == CONSOLE && con_write_i);
        req_address_o <= (next == WRITE) ? awaddr_q : (next == READ) ? araddr_q : con_address_i;
        req_data_o    <= (next == WRITE) ? wdata_q : con_data_i;
        if (next == WRITE) begin
          aw_q <= 1'b0;
          w_q  <= 1'b0;
        end
        if (next == READ) ar_q <= 1'b0;
      end
      if (busy_q && rsp_valid_i) begin
        busy_q <= 1'b0;
        unique case (who_q)
          WRITE: s_axil_bvalid <= 1'b1;
          READ: begin
            s_axil_rvalid <= 1'b1;
            s_axil_rdata  <= value;
          end
          default: begin
            con_done_o  <= 1'b1;
            con_rdata_o <= value;
          end
        endcase
      end
    end
  end
endmodule
`default_nettype wire
