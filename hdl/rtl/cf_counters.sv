// All event counters, 64 bits each, with one read port for the registers.
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
  // Read ports: group and index within it.
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

  logic [PORTS*PC-1:0][63:0]          port_mem;
  logic [CHANNELS*CC-1:0][63:0]       channel_mem;
  logic [CHANNELS*PORTS*LC-1:0][63:0] line_mem;

  int p_read, c_read, l_read;
  assign p_read = 32'(read_port_i) * PC + 32'(read_index_i);
  assign c_read = 32'(read_channel_i) * CC + 32'(read_index_i);
  assign l_read = (32'(read_channel_i) * PORTS + 32'(read_line_i)) * LC + 32'(read_index_i);
  assign port_value_o    = (p_read < PORTS*PC) ? port_mem[p_read[$clog2(PORTS*PC)-1:0]] : '0;
  assign channel_value_o = (c_read < CHANNELS*CC) ? channel_mem[c_read[$clog2(CHANNELS*CC)-1:0]] : '0;
  assign line_value_o    = (l_read < CHANNELS*PORTS*LC) ? line_mem[l_read[$clog2(CHANNELS*PORTS*LC)-1:0]] : '0;

  int arb_port, arb_channel;
  assign arb_port    = 32'(event_port_i);
  assign arb_channel = 32'(event_channel_i);

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      port_mem <= '0;
      channel_mem <= '0;
      line_mem <= '0;
      last_o <= '0;
    end else begin
      for (int p = 0; p < PORTS; p++) begin
        if (seen_i[p]) begin
          port_mem[p*PC + cf_pkg::PC_FRAMES] <= port_mem[p*PC + cf_pkg::PC_FRAMES] + 64'd1;
          port_mem[p*PC + cf_pkg::PC_BYTES]  <= port_mem[p*PC + cf_pkg::PC_BYTES] + {48'd0, seen_bytes_i[p]};
        end
        if (overrun_i[p]) port_mem[p*PC + cf_pkg::PC_OVERRUNS] <= port_mem[p*PC + cf_pkg::PC_OVERRUNS] + 64'd1;
        for (int r = 0; r < cf_pkg::REJ_COUNT; r++) begin
          if (reject_i[p] && 32'(reject_reason_i[p]) == r) begin
            port_mem[p*PC + cf_pkg::PC_REJECTED + r] <= port_mem[p*PC + cf_pkg::PC_REJECTED + r] + 64'd1;
          end
        end
        if (arb_port == p && stale_i) begin
          port_mem[p*PC + cf_pkg::PC_REJECTED_STALE_SESSION] <= port_mem[p*PC + cf_pkg::PC_REJECTED_STALE_SESSION] + 64'd1;
        end
        if (arb_port == p && accept_i) begin
          port_mem[p*PC + cf_pkg::PC_ACCEPTED] <= port_mem[p*PC + cf_pkg::PC_ACCEPTED] + 64'd1;
          port_mem[p*PC + cf_pkg::PC_BLOCKS] <= port_mem[p*PC + cf_pkg::PC_BLOCKS] + {48'd0, decided_i.messages};
          port_mem[p*PC + cf_pkg::PC_EMPTY_BLOCKS] <= port_mem[p*PC + cf_pkg::PC_EMPTY_BLOCKS] + {48'd0, decided_i.empty};
          if (decided_i.truncated) port_mem[p*PC + cf_pkg::PC_TRUNCATED] <= port_mem[p*PC + cf_pkg::PC_TRUNCATED] + 64'd1;
          if (decided_i.overlong) port_mem[p*PC + cf_pkg::PC_OVERLONG] <= port_mem[p*PC + cf_pkg::PC_OVERLONG] + 64'd1;
          if (decided_i.trailing) port_mem[p*PC + cf_pkg::PC_TRAILING_BYTES] <= port_mem[p*PC + cf_pkg::PC_TRAILING_BYTES] + 64'd1;
          if (decided_i.heartbeat) port_mem[p*PC + cf_pkg::PC_HEARTBEATS] <= port_mem[p*PC + cf_pkg::PC_HEARTBEATS] + 64'd1;
          if (decided_i.end_of_session) port_mem[p*PC + cf_pkg::PC_END_OF_SESSIONS] <= port_mem[p*PC + cf_pkg::PC_END_OF_SESSIONS] + 64'd1;
          if (decided_i.sequence_number == '0 && !decided_i.heartbeat && !decided_i.end_of_session) begin
            port_mem[p*PC + cf_pkg::PC_UNSEQUENCED] <= port_mem[p*PC + cf_pkg::PC_UNSEQUENCED] + 64'd1;
          end
        end
      end

      // Counters of one channel change by different hands: the arbiter's, the record stage's, the ring's.
      for (int ch = 0; ch < CHANNELS; ch++) begin
        for (int i = 0; i < CC; i++) begin
          if (i != cf_pkg::CC_UNKNOWN && i != cf_pkg::CC_FILTERED && i != cf_pkg::CC_HOST_LOST
              && arb_channel == ch && channel_event_i[i]) begin
            channel_mem[ch*CC + i] <= channel_mem[ch*CC + i] + ((i == cf_pkg::CC_GAP_MESSAGES) ? gap_messages_i : 64'd1);
          end
        end
        if (unknown_i && 32'(record_channel_i) == ch) channel_mem[ch*CC + cf_pkg::CC_UNKNOWN] <= channel_mem[ch*CC + cf_pkg::CC_UNKNOWN] + 64'd1;
        if (filtered_i && 32'(record_channel_i) == ch) channel_mem[ch*CC + cf_pkg::CC_FILTERED] <= channel_mem[ch*CC + cf_pkg::CC_FILTERED] + 64'd1;
        if (lost_i && 32'(lost_channel_i) == ch) channel_mem[ch*CC + cf_pkg::CC_HOST_LOST] <= channel_mem[ch*CC + cf_pkg::CC_HOST_LOST] + 64'd1;
        for (int p = 0; p < PORTS; p++) begin
          if (arb_channel == ch && arb_port == p) begin
            if (accept_i) last_o[ch][p] <= decided_i.stamp;
            for (int i = 0; i < LC; i++) begin
              if (line_event_i[i]) line_mem[(ch*PORTS + p)*LC + i] <= line_mem[(ch*PORTS + p)*LC + i] + 64'd1;
            end
          end
        end
      end
    end
  end
endmodule
`default_nettype wire
