// Cut-through: decides which messages go up before their frame is known good.
//
// Of every channel it keeps the next sequence number to show. A message that has that number goes up at once, flagged
// provisional; which of a frame's messages did is told with the frame (first, count, epoch), so that the arbiter confirms
// them instead of handing them up again. The arbiter alone decides what stands; when it decides otherwise it takes back
// what was shown (`take_back_i`), and a new epoch begins, in which older marks count no more.
//
// What is shown never changes what is delivered: a message may always stay unshown, when there is no room or no time.
`default_nettype none
module cf_preview #(
  parameter int CHANNELS = 4,
  parameter int PORTS    = 2,
  // Messages that may wait for their turn; a power of two, at least 4.
  parameter int DEPTH    = 8
) (
  input  wire logic clk_i,
  input  wire logic rst_ni,
  // Messages as the framers find them.
  input  wire logic [PORTS-1:0]        tap_valid_i,
  input  wire logic [PORTS-1:0][7:0]   tap_channel_i,
  input  wire logic [PORTS-1:0][79:0]  tap_session_i,
  input  wire logic [PORTS-1:0][63:0]  tap_sequence_i,
  input  wire logic [PORTS-1:0][15:0]  tap_index_i,    // place in the packet
  input  wire logic [PORTS-1:0][511:0] tap_data_i,
  input  wire logic [PORTS-1:0][15:0]  tap_length_i,
  input  wire logic [PORTS-1:0][47:0]  tap_ingress_i,
  input  wire logic [PORTS-1:0]        tap_end_i,      // the frame ends, with its last message or after it
  // What was shown of the frame so far, the message of this cycle included.
  output logic [PORTS-1:0][15:0]       shown_first_o,
  output logic [PORTS-1:0][15:0]       shown_count_o,
  output logic [PORTS-1:0][7:0]        shown_epoch_o,
  // The arbiter's state of the channels: in cut-through mode, started, and nothing missing; their sessions.
  input  wire logic [CHANNELS-1:0]       ready_i,
  input  wire logic [CHANNELS-1:0][79:0] session_i,
  // Nothing may be shown now.
  input  wire logic block_i,
  // Channels that begin anew, and where.
  input  wire logic [CHANNELS-1:0]       init_i,
  input  wire logic [CHANNELS-1:0][63:0] start_i,
  // The arbiter moved a channel on to `next_i` without a mark; with `take_back_i` a new epoch begins.
  input  wire logic       set_i,
  input  wire logic       take_back_i,
  /* verilator lint_off UNUSEDSIGNAL */ // as many bits as there are channels
  input  wire logic [7:0] set_channel_i,
  /* verilator lint_on UNUSEDSIGNAL */
  input  wire logic [63:0] next_i,
  output logic [CHANNELS-1:0][63:0] next_o,
  output logic [CHANNELS-1:0][7:0]  epoch_o,
  // Provisional items.
  output logic            item_valid_o,
  output cf_types::item_t item_o,
  input  wire logic       item_ready_i,
  output logic            empty_o,
  // What is on its way now has gone out, since fence_i last said so.
  input  wire logic       fence_i,
  output logic            fenced_o
);
  localparam int CW = (CHANNELS > 1) ? $clog2(CHANNELS) : 1;

  logic [CHANNELS-1:0][63:0] next_q;
  logic [CHANNELS-1:0][7:0]  epoch_q;
  assign next_o  = next_q;
  assign epoch_o = epoch_q;

  // ---------------------------------------------------------------- what a frame has shown
  // One unbroken run of its messages: once it is broken, no more of the frame is shown.
  logic [PORTS-1:0]       begun_q, broken_q, begun, show;
  logic                   fits;       // of every port one
  logic [PORTS-1:0][15:0] first_q, count_q;
  logic [PORTS-1:0][7:0]  run_epoch_q;
  logic [PORTS-1:0][CW-1:0] ch;

  always_comb begin
    show = '0;
    for (int p = 0; p < PORTS; p++) begin
      ch[p] = tap_channel_i[p][CW-1:0];
      // Numbers near the end of all are left to the arbiter, so that `next` never wraps.
      show[p] = tap_valid_i[p] && !broken_q[p] && fits && !block_i && ready_i[ch[p]]
                && session_i[ch[p]] == tap_session_i[p] && tap_sequence_i[p] == next_q[ch[p]] && !(&tap_sequence_i[p][63:16])
                && !(begun_q[p] && run_epoch_q[p] != epoch_q[ch[p]])
                && !(set_i && set_channel_i[CW-1:0] == ch[p]);
      for (int o = 0; o < p; o++) if (show[o] && ch[o] == ch[p]) show[p] = 1'b0;
      begun[p] = begun_q[p] || show[p];
      shown_first_o[p] = begun_q[p] ? first_q[p] : tap_index_i[p];
      shown_count_o[p] = count_q[p] + {15'd0, show[p]};
      shown_epoch_o[p] = begun_q[p] ? run_epoch_q[p] : epoch_q[ch[p]];
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      begun_q     <= '0;
      broken_q    <= '0;
      first_q     <= '0;
      count_q     <= '0;
      run_epoch_q <= '0;
      next_q      <= '0;
      epoch_q     <= '0;
    end else begin
      for (int p = 0; p < PORTS; p++) begin
        if (tap_end_i[p]) begin
          begun_q[p]  <= 1'b0;
          broken_q[p] <= 1'b0;
          count_q[p]  <= '0;
        end else if (tap_valid_i[p]) begin
          begun_q[p]     <= begun[p];
          broken_q[p]    <= broken_q[p] || (begun_q[p] && !show[p]);
          first_q[p]     <= shown_first_o[p];
          count_q[p]     <= shown_count_o[p];
          run_epoch_q[p] <= shown_epoch_o[p];
        end
        if (show[p]) next_q[ch[p]] <= tap_sequence_i[p] + 64'd1;
      end
      for (int i = 0; i < CHANNELS; i++) begin
        if (init_i[i]) begin
          next_q[i]  <= start_i[i];
          epoch_q[i] <= epoch_q[i] + 8'd1;
        end
      end
      if (set_i) next_q[set_channel_i[CW-1:0]] <= next_i;
      if (take_back_i) epoch_q[set_channel_i[CW-1:0]] <= epoch_q[set_channel_i[CW-1:0]] + 8'd1;
    end
  end

  // ---------------------------------------------------------------- items, in the order in which they were shown
  // One queue in two banks, places taken in turn, so that both ports can add in one cycle. An empty block takes its number and
  // is no record.
  localparam int ITEM_W = 2 + 8 + 64 + 48 + 16 + 512;
  localparam int QW = $clog2(DEPTH);
  logic [ITEM_W-1:0] bank0_mem [DEPTH/2];
  logic [ITEM_W-1:0] bank1_mem [DEPTH/2];
  logic [QW:0]       wr_q, rd_q, level, behind_q;
  logic [1:0]        added;
  logic              second_bank;            // the next place is in bank 1
  logic [ITEM_W-1:0] item_0, item_1, chosen; // of the ports; the one at the head
  logic              add_0, add_1, pop;
  assign add_0  = show[0] && tap_length_i[0] != '0;
  assign add_1  = PORTS > 1 && show[PORTS-1] && tap_length_i[PORTS-1] != '0;
  assign item_0 = {2'd0, tap_channel_i[0], tap_sequence_i[0], tap_ingress_i[0], tap_length_i[0], tap_data_i[0]};
  assign item_1 = {2'(PORTS-1), tap_channel_i[PORTS-1], tap_sequence_i[PORTS-1], tap_ingress_i[PORTS-1], tap_length_i[PORTS-1],
                   tap_data_i[PORTS-1]};
  assign added       = {1'b0, add_0} + {1'b0, add_1};
  assign second_bank = wr_q[0];
  assign level       = wr_q - rd_q;
  assign fits        = level <= (QW + 1)'(DEPTH - 2);
  assign pop         = item_valid_o && item_ready_i;
  assign chosen      = rd_q[0] ? bank1_mem[rd_q[QW-1:1]] : bank0_mem[rd_q[QW-1:1]];
  assign item_valid_o = level != '0;
  assign empty_o      = level == '0;
  assign fenced_o     = behind_q == '0;

  logic [QW-2:0] row_0;   // of the next place in bank 0
  assign row_0 = wr_q[QW-1:1] + {{(QW-2){1'b0}}, second_bank};
  always_ff @(posedge clk_i) begin
    if (!second_bank ? (add_0 || add_1) : (add_0 && add_1)) bank0_mem[row_0] <= (add_0 && !second_bank) ? item_0 : item_1;
    if (second_bank ? (add_0 || add_1) : (add_0 && add_1)) bank1_mem[wr_q[QW-1:1]] <= (add_0 && second_bank) ? item_0 : item_1;
  end

  always_comb begin
    item_o = '0;
    item_o.kind        = cf_types::KIND_MESSAGE;
    item_o.provisional = 1'b1;
    {item_o.port, item_o.channel, item_o.sequence_number, item_o.ingress, item_o.length, item_o.data} = chosen;
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      wr_q     <= '0;
      rd_q     <= '0;
      behind_q <= '0;
    end else begin
      wr_q <= wr_q + (QW + 1)'(added);
      rd_q <= rd_q + (QW + 1)'(pop);
      if (fence_i) behind_q <= level - (QW + 1)'(pop);
      else if (behind_q != '0) behind_q <= behind_q - (QW + 1)'(pop);
    end
  end
endmodule
`default_nettype wire
