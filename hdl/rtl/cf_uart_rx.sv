// Serial receiver, 8N1, least significant bit first.
//
// A start bit is confirmed at its middle; every bit is the majority of three samples about its middle. The next start bit is looked for from the middle of
// the stop bit on. After a low stop bit the line must be high before anything else is heard: a stuck line costs nothing.
`default_nettype none
module cf_uart_rx (
  input  wire logic        clk_i,
  input  wire logic        rst_ni,
  input  wire logic [15:0] divisor_i,  // cycles a bit, at least 8; constant while busy
  input  wire logic        rx_i,       // asynchronous, idle high
  output logic        valid_o,    // a byte, for one cycle
  output logic [7:0]  data_o,
  output logic        framing_o,  // a byte with a low stop bit, for one cycle
  output logic        break_o,    // zeros and a low stop bit, for one cycle
  output logic        busy_o,
  output logic        awake_o     // needs its clock, as it does while rx_i is low
);
  typedef enum logic [2:0] { IDLE, START, DATA, STOP, HIGH } state_e;
  state_e      state_q;
  logic        meta_q, line_q;
  logic [15:0] wait_q;      // cycles to the next sample
  logic [1:0]  sample_q;    // which of the three
  logic [1:0]  votes_q;     // of those, high ones
  logic [2:0]  bit_q;
  logic [15:0] eighth;
  logic        majority;
  assign eighth   = {3'd0, divisor_i[15:3]};
  assign majority = votes_q[1] || (votes_q[0] && line_q);
  assign busy_o   = state_q != IDLE && state_q != HIGH;
  assign awake_o  = state_q != IDLE || !meta_q || !line_q;

  always_ff @(posedge clk_i) begin
    meta_q <= rx_i;
    line_q <= meta_q;
    valid_o   <= 1'b0;
    framing_o <= 1'b0;
    break_o   <= 1'b0;
    if (!rst_ni) begin
      state_q  <= HIGH;
      meta_q   <= 1'b1;
      line_q   <= 1'b1;
      wait_q   <= '0;
      sample_q <= '0;
      votes_q  <= '0;
      bit_q    <= '0;
      data_o   <= '0;
    end else if (state_q == HIGH) begin
      if (line_q) state_q <= IDLE;
    end else if (state_q == IDLE) begin
      if (!line_q) begin
        state_q  <= START;
        wait_q   <= {1'b0, divisor_i[15:1]} - eighth - 16'd1;
        sample_q <= '0;
        votes_q  <= '0;
      end
    end else if (wait_q != '0) begin
      wait_q <= wait_q - 16'd1;
    end else if (sample_q != 2'd2) begin
      wait_q   <= eighth - 16'd1;
      sample_q <= sample_q + 2'd1;
      votes_q  <= votes_q + {1'b0, line_q};
    end else begin
      wait_q   <= divisor_i - {eighth[14:0], 1'b0} - 16'd1;
      sample_q <= '0;
      votes_q  <= '0;
      unique case (state_q)
        START: begin
          state_q <= majority ? IDLE : DATA;
          bit_q   <= '0;
        end
        DATA: begin
          data_o <= {majority, data_o[7:1]};
          bit_q  <= bit_q + 3'd1;
          if (bit_q == 3'd7) state_q <= STOP;
        end
        default: begin
          state_q   <= majority ? IDLE : HIGH;
          valid_o   <= majority;
          framing_o <= !majority && data_o != '0;
          break_o   <= !majority && data_o == '0;
        end
      endcase
    end
  end
endmodule
`default_nettype wire
