// What a port sends: frames of the host, answers of the card, test frames; whole, in turns. Behind a register, so that what the MAC was shown stands until it is taken.
//
// While `stop_i` is set no frame begins; one that the MAC was shown goes out.
`default_nettype none
module cf_tx_mux (
  input  wire logic clk_i,
  input  wire logic rst_ni,
  input  wire logic stop_i,
  // Sources: 0 the host, 1 the responder, 2 test frames.
  input  wire logic [2:0]       valid_i,
  input  wire logic [2:0]       last_i,
  input  wire logic [2:0][63:0] data_i,
  input  wire logic [2:0][7:0]  keep_i,
  output logic [2:0]            ready_o,
  // To the MAC.
  output logic [63:0] tdata_o,
  output logic [7:0]  tkeep_o,
  output logic        tvalid_o,
  output logic        tlast_o,
  input  wire logic   tready_i,
  output logic        host_first_o,  // the MAC takes the first beat of a frame of the host
  output logic        busy_o
);
  logic       inside_q, first_q, host_q, go;
  logic [1:0] owner_q, pick, owner;
  assign go    = !tvalid_o || tready_i;
  assign owner = inside_q ? owner_q : pick;

  // The one behind the last.
  always_comb begin
    pick = 2'd0;
    unique case (owner_q)
      2'd0:    pick = valid_i[1] ? 2'd1 : valid_i[2] ? 2'd2 : 2'd0;
      2'd1:    pick = valid_i[2] ? 2'd2 : valid_i[0] ? 2'd0 : 2'd1;
      default: pick = valid_i[0] ? 2'd0 : valid_i[1] ? 2'd1 : 2'd2;
    endcase
    ready_o = '0;
    ready_o[owner] = go && (inside_q || !stop_i);
  end
  assign host_first_o = tvalid_o && tready_i && first_q && host_q;
  assign busy_o       = tvalid_o || inside_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      tvalid_o <= 1'b0;
      tlast_o  <= 1'b0;
      tdata_o  <= '0;
      tkeep_o  <= '0;
      inside_q <= 1'b0;
      first_q  <= 1'b0;
      host_q   <= 1'b0;
      owner_q  <= '0;
    end else begin
      if (tready_i) tvalid_o <= 1'b0;
      if (valid_i[owner] && ready_o[owner]) begin
        tvalid_o <= 1'b1;
        tdata_o  <= data_i[owner];
        tkeep_o  <= keep_i[owner];
        tlast_o  <= last_i[owner];
        first_q  <= !inside_q;
        host_q   <= owner == 2'd0;
        inside_q <= !last_i[owner];
        owner_q  <= owner;
      end
    end
  end
endmodule
`default_nettype wire
