// The arbiter's output: an item, and one behind it, so that whether there is room is known from a register.
`default_nettype none
module cf_arbiter_out (
  input  wire logic            clk_i,
  input  wire logic            rst_ni,
  output logic            ready_o,
  input  wire logic            push_i,
  input  wire cf_types::item_t item_i,
  output logic            valid_o,
  output cf_types::item_t item_o,
  input  wire logic            ready_i,
  // The items that wait, for whoever must come behind them.
  output logic            second_valid_o,
  output cf_types::item_t second_o,
  // Of what will be shown in the next cycle, for whoever looks something up: channel, and the row of its stock locate.
  output logic [7:0]      next_channel_o,
  output logic [10:0]     next_row_o
);
  logic            valid_q, second_q;
  cf_types::item_t item_q, behind_q;
  assign ready_o        = !second_q;
  assign valid_o        = valid_q;
  assign item_o         = item_q;
  assign second_valid_o = second_q;
  assign second_o       = behind_q;
  always_comb begin
    next_channel_o = item_i.channel;
    next_row_o     = {item_i.data[15:8], item_i.data[23:21]};
    if (valid_q && !ready_i) begin
      next_channel_o = item_q.channel;
      next_row_o     = {item_q.data[15:8], item_q.data[23:21]};
    end else if (second_q) begin
      next_channel_o = behind_q.channel;
      next_row_o     = {behind_q.data[15:8], behind_q.data[23:21]};
    end
  end
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_q  <= 1'b0;
      second_q <= 1'b0;
    end else if (second_q) begin
      second_q <= !ready_i;
    end else begin
      valid_q  <= push_i || (valid_q && !ready_i);
      second_q <= push_i && valid_q && !ready_i;
    end
    if (second_q) begin
      if (ready_i) item_q <= behind_q;
    end else if (!valid_q || ready_i) begin
      item_q <= item_i;
    end
    if (!second_q) behind_q <= item_i;
  end
endmodule
`default_nettype wire
