// All event counters, 64 bits each, with one read port for the registers; and their copy, made in one cycle, which is read in their place on demand.
`default_nettype none
module cf_counters #(
  parameter int CHANNELS = 4,
  parameter int PORTS    = 2
) (
  input  wire logic clk_i,
  input  wire logic rst_ni,
  // Ports: a frame was seen; a frame was rejected in front of the arbiter.
  input  wire logic [PORTS-1:0]       seen_i,
  input  wire logic [PORTS-1:0][15:0] seen_bytes_i,
  input  wire logic [PORTS-1:0]       overrun_i,
  input  wire logic [PORTS-1:0]       reject_i,
  input  wire logic [PORTS-1:0][4:0]  reject_reason_i,
  // Arbiter: its decision on a frame, channel events, line events.
  /* verilator lint_off UNUSEDSIGNAL */ // session and the like are not counted
  input  wire cf_types::frame_t            decided_i,
  /* verilator lint_on UNUSEDSIGNAL */
  input  wire logic                        accept_i,
  input  wire logic                        stale_i,
  input  wire logic [7:0]                  event_channel_i,
  input  wire logic [1:0]                  event_port_i,
  input  wire logic [cf_pkg::CC_COUNT-1:0] channel_event_i,
  input  wire logic [63:0]                 gap_messages_i,
  input  wire logic [cf_pkg::LC_COUNT-1:0] line_event_i,
  // Records and ring.
  input  wire logic                        unknown_i,
  input  wire logic                        filtered_i,
  input  wire logic [7:0]                  record_channel_i,
  input  wire logic                        lost_i,
  input  wire logic [7:0]                  lost_channel_i,
  // Read ports: group and index within it, of what is counting or of the copy that was taken.
  input  wire logic        take_i,
  input  wire logic        copy_i,
  input  wire logic [7:0]  read_port_i,
  input  wire logic [7:0]  read_channel_i,
  input  wire logic [7:0]  read_line_i,
  input  wire logic [7:0]  read_index_i,
  output logic [63:0] port_value_o,
  output logic [63:0] channel_value_o,
  output logic [63:0] line_value_o,
  // End of the last accepted frame of each line.
  output logic [CHANNELS-1:0][PORTS-1:0][63:0] last_o
);
  localparam int PC = cf_pkg::PC_COUNT;
  localparam int CC = cf_pkg::CC_COUNT;
  localparam int LC = cf_pkg::LC_COUNT;
  localparam int CW = (CHANNELS > 1) ? $clog2(CHANNELS) : 1;
  localparam int PW = (PORTS > 1) ? $clog2(PORTS) : 1;

  logic [63:0] port_mem    [PORTS*PC];
  logic [63:0] channel_mem [CHANNELS*CC];
  logic [63:0] line_mem    [CHANNELS*PORTS*LC];
  logic [63:0] port_copy    [PORTS*PC];
  logic [63:0] channel_copy [CHANNELS*CC];
  logic [63:0] line_copy    [CHANNELS*PORTS*LC];
  logic [CHANNELS-1:0][PORTS-1:0][63:0] last_q, last_copy;

  int p_read, c_read, l_read;
  assign p_read = 32'(read_port_i) * PC + 32'(read_index_i);
  assign c_read = 32'(read_channel_i) * CC + 32'(read_index_i);
  assign l_read = (32'(read_channel_i) * PORTS + 32'(read_line_i)) * LC + 32'(read_index_i);
  assign port_value_o    = (p_read < PORTS*PC) ? (copy_i ? port_copy[p_read[$clog2(PORTS*PC)-1:0]] : port_mem[p_read[$clog2(PORTS*PC)-1:0]]) : '0;
  assign channel_value_o = (c_read < CHANNELS*CC) ? (copy_i ? channel_copy[c_read[$clog2(CHANNELS*CC)-1:0]] : channel_mem[c_read[$clog2(CHANNELS*CC)-1:0]]) : '0;
  assign line_value_o    = (l_read < CHANNELS*PORTS*LC) ? (copy_i ? line_copy[l_read[$clog2(CHANNELS*PORTS*LC)-1:0]] : line_mem[l_read[$clog2(CHANNELS*PORTS*LC)-1:0]]) : '0;

  // Reset starts a sweep that clears one counter of each group a cycle. The device is disabled until software has
  // configured it, so nothing is counted meanwhile.
  localparam int SWEEP_PC = PORTS*PC;
  localparam int SWEEP_CC = CHANNELS*CC;
  localparam int SWEEP_LC = CHANNELS*PORTS*LC;
  localparam int SWEEP = (SWEEP_PC > SWEEP_CC) ? ((SWEEP_PC > SWEEP_LC) ? SWEEP_PC : SWEEP_LC)
                                               : ((SWEEP_CC > SWEEP_LC) ? SWEEP_CC : SWEEP_LC);
  logic [$clog2(SWEEP+1)-1:0] sweep_q;

  localparam int PAW = $clog2(PORTS*PC);
  localparam int CAW = $clog2(CHANNELS*CC);
  localparam int LAW = $clog2(CHANNELS*PORTS*LC);
  logic [PAW-1:0] pb;                  // first counter of the arbiter's port
  logic [CAW-1:0] cb, rb, hb;          // of its channel, of the record stage's, of the ring's
  logic [LAW-1:0] lb;                  // of its line
  assign pb = PAW'(32'(event_port_i) * PC);
  assign cb = CAW'(32'(event_channel_i) * CC);
  assign rb = CAW'(32'(record_channel_i) * CC);
  assign hb = CAW'(32'(lost_channel_i) * CC);
  assign lb = LAW'((32'(event_channel_i) * PORTS + 32'(event_port_i)) * LC);

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      sweep_q <= '0;
    end else if (32'(sweep_q) < SWEEP) begin
      sweep_q <= sweep_q + 1'b1;
      if (32'(sweep_q) < SWEEP_PC) port_mem[PAW'(sweep_q)] <= '0;
      if (32'(sweep_q) < SWEEP_CC) channel_mem[CAW'(sweep_q)] <= '0;
      if (32'(sweep_q) < SWEEP_LC) line_mem[LAW'(sweep_q)] <= '0;
    end else begin
      for (int p = 0; p < PORTS; p++) begin
        if (seen_i[p]) begin
          port_mem[p*PC + cf_pkg::PC_FRAMES] <= port_mem[p*PC + cf_pkg::PC_FRAMES] + 64'd1;
          port_mem[p*PC + cf_pkg::PC_BYTES]  <= port_mem[p*PC + cf_pkg::PC_BYTES] + {48'd0, seen_bytes_i[p]};
        end
        if (overrun_i[p]) port_mem[p*PC + cf_pkg::PC_OVERRUNS] <= port_mem[p*PC + cf_pkg::PC_OVERRUNS] + 64'd1;
        if (reject_i[p]) begin
          port_mem[PAW'(p*PC + cf_pkg::PC_REJECTED) + PAW'(reject_reason_i[p])] <=
            port_mem[PAW'(p*PC + cf_pkg::PC_REJECTED) + PAW'(reject_reason_i[p])] + 64'd1;
        end
      end
      if (stale_i) begin
        port_mem[pb + PAW'(cf_pkg::PC_REJECTED_STALE_SESSION)] <= port_mem[pb + PAW'(cf_pkg::PC_REJECTED_STALE_SESSION)] + 64'd1;
      end
      if (accept_i) begin
        port_mem[pb + PAW'(cf_pkg::PC_ACCEPTED)] <= port_mem[pb + PAW'(cf_pkg::PC_ACCEPTED)] + 64'd1;
        port_mem[pb + PAW'(cf_pkg::PC_BLOCKS)] <= port_mem[pb + PAW'(cf_pkg::PC_BLOCKS)] + {48'd0, decided_i.messages};
        port_mem[pb + PAW'(cf_pkg::PC_EMPTY_BLOCKS)] <= port_mem[pb + PAW'(cf_pkg::PC_EMPTY_BLOCKS)] + {48'd0, decided_i.empty};
        if (decided_i.truncated) port_mem[pb + PAW'(cf_pkg::PC_TRUNCATED)] <= port_mem[pb + PAW'(cf_pkg::PC_TRUNCATED)] + 64'd1;
        if (decided_i.overlong) port_mem[pb + PAW'(cf_pkg::PC_OVERLONG)] <= port_mem[pb + PAW'(cf_pkg::PC_OVERLONG)] + 64'd1;
        if (decided_i.trailing) port_mem[pb + PAW'(cf_pkg::PC_TRAILING_BYTES)] <= port_mem[pb + PAW'(cf_pkg::PC_TRAILING_BYTES)] + 64'd1;
        if (decided_i.heartbeat) port_mem[pb + PAW'(cf_pkg::PC_HEARTBEATS)] <= port_mem[pb + PAW'(cf_pkg::PC_HEARTBEATS)] + 64'd1;
        if (decided_i.end_of_session) port_mem[pb + PAW'(cf_pkg::PC_END_OF_SESSIONS)] <= port_mem[pb + PAW'(cf_pkg::PC_END_OF_SESSIONS)] + 64'd1;
        if (decided_i.sequence_number == '0 && !decided_i.heartbeat && !decided_i.end_of_session) begin
          port_mem[pb + PAW'(cf_pkg::PC_UNSEQUENCED)] <= port_mem[pb + PAW'(cf_pkg::PC_UNSEQUENCED)] + 64'd1;
        end
      end

      // Counters of one channel change by different hands: the arbiter's, the record stage's, the ring's.
      for (int i = 0; i < CC; i++) begin
        if (channel_event_i[i]) begin
          channel_mem[cb + CAW'(i)] <= channel_mem[cb + CAW'(i)] + ((i == cf_pkg::CC_GAP_MESSAGES) ? gap_messages_i : 64'd1);
        end
      end
      if (unknown_i) channel_mem[rb + CAW'(cf_pkg::CC_UNKNOWN)] <= channel_mem[rb + CAW'(cf_pkg::CC_UNKNOWN)] + 64'd1;
      if (filtered_i) channel_mem[rb + CAW'(cf_pkg::CC_FILTERED)] <= channel_mem[rb + CAW'(cf_pkg::CC_FILTERED)] + 64'd1;
      if (lost_i) channel_mem[hb + CAW'(cf_pkg::CC_HOST_LOST)] <= channel_mem[hb + CAW'(cf_pkg::CC_HOST_LOST)] + 64'd1;
      for (int i = 0; i < LC; i++) begin
        if (line_event_i[i]) line_mem[lb + LAW'(i)] <= line_mem[lb + LAW'(i)] + 64'd1;
      end
    end
  end

  assign last_o = copy_i ? last_copy : last_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) last_q <= '0;
    else if (accept_i) last_q[event_channel_i[CW-1:0]][event_port_i[PW-1:0]] <= decided_i.stamp;
  end

  // The copy. Its clock stands still in between, so that a simulation does not look at every counter in every cycle.
  logic copy_clk;
  cf_idle_clock u_copy (.clk_i, .run_i(take_i), .clk_o(copy_clk));
  for (genvar i = 0; i < PORTS*PC; i++) begin : g_port_copy
    always_ff @(posedge copy_clk) if (take_i) port_copy[i] <= port_mem[i];
  end
  for (genvar i = 0; i < CHANNELS*CC; i++) begin : g_channel_copy
    always_ff @(posedge copy_clk) if (take_i) channel_copy[i] <= channel_mem[i];
  end
  for (genvar i = 0; i < CHANNELS*PORTS*LC; i++) begin : g_line_copy
    always_ff @(posedge copy_clk) if (take_i) line_copy[i] <= line_mem[i];
  end
  always_ff @(posedge copy_clk) if (take_i) last_copy <= last_q;
endmodule
`default_nettype wire
