// Serial transmitter, 8N1, least significant bit first.
`default_nettype none
module cf_uart_tx (
  input  wire logic        clk_i,
  input  wire logic        rst_ni,
  input  wire logic [15:0] divisor_i, // cycles a bit, at least 8; constant while busy
  input  wire logic        valid_i,
  input  wire logic [7:0]  data_i,
  output logic        ready_o,
  output logic        tx_o,
  output logic        busy_o
);
  logic [8:0]  rest_q;   // bits still to go, the stop bit above them
  logic [3:0]  left_q;   // bits after the one on the line
  logic [15:0] wait_q;
  logic        busy_q;
  assign ready_o = !busy_q;
  assign busy_o  = busy_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      busy_q <= 1'b0;
      tx_o   <= 1'b1;
      rest_q <= '1;
      left_q <= '0;
      wait_q <= '0;
    end else if (!busy_q) begin
      if (valid_i) begin
        busy_q <= 1'b1;
        tx_o   <= 1'b0;
        rest_q <= {1'b1, data_i};
        left_q <= 4'd9;
        wait_q <= divisor_i - 16'd1;
      end
    end else if (wait_q != '0) begin
      wait_q <= wait_q - 16'd1;
    end else if (left_q == '0) begin
      busy_q <= 1'b0;
    end else begin
      tx_o   <= rest_q[0];
      rest_q <= {1'b1, rest_q[8:1]};
      left_q <= left_q - 4'd1;
      wait_q <= divisor_i - 16'd1;
    end
  end
endmodule
`default_nettype wire
