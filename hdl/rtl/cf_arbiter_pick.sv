// What the arbiter does next: the earliest deadline, or the earliest message (or frame) of the ports. Combinational.
//
// A message is chosen only when no port can still produce an earlier one, a deadline only when no earlier message can come. In
// verified mode a frame counts at its end, in cut-through mode each of its messages at the beat of its last byte; a port
// without a frame promises its horizon, for whole frames or for the starts of frames.
`default_nettype none
module cf_arbiter_pick #(
  parameter int CHANNELS = 4,
  parameter int PORTS    = 2,
  parameter int CW       = 2,
  parameter int PW       = 1
) (
  // The ports' oldest frames, and of their oldest messages the beat.
  input  wire logic [PORTS-1:0]        frame_valid_i,
  input  wire logic [PORTS-1:0][cf_types::FRAME_W-1:0] frame_i,
  input  wire logic [PORTS-1:0]        msg_valid_i,
  input  wire logic [PORTS-1:0][8:0]   msg_beat_i,
  input  wire logic [PORTS-1:0][63:0]  horizon_i,
  input  wire logic [PORTS-1:0][63:0]  start_horizon_i,
  input  wire logic [CHANNELS-1:0]     cut_through_i,
  // Channels with an open gap, and when it closes.
  input  wire logic [CHANNELS-1:0]       waiting_i,
  input  wire logic [CHANNELS-1:0][63:0] deadline_i,
  // When each port's next message counts.
  output logic [PORTS-1:0][63:0] head_stamp_o,
  // The choice: a deadline, or a port's next message.
  output logic          pick_deadline_o,
  output logic          pick_frame_o,
  output logic [PW-1:0] pick_port_o,
  output logic [CW-1:0] pick_channel_o,
  // The earliest deadline, due or not.
  output logic          deadline_any_o,
  output logic [63:0]   deadline_min_o,
  output logic [CW-1:0] deadline_ch_o
);
  logic        pick_any, pick_cut, deadline_cut;
  logic [63:0] bound, pick_stamp;
  // The heads as plain vectors: yosys takes no member of a dynamically indexed struct.
  logic [PORTS-1:0]         head_known;   // there is a frame, and that is known
  logic [PORTS-1:0]         head_aborted;
  logic [PORTS-1:0]         head_cut;
  logic [PORTS-1:0][CW-1:0] head_channel;
  for (genvar p = 0; p < PORTS; p++) begin : g_head
    /* verilator lint_off UNUSEDSIGNAL */ // only what the choice needs
    cf_types::frame_t head;
    /* verilator lint_on UNUSEDSIGNAL */
    logic       by_message;
    logic [8:0] beats;
    assign head = cf_types::frame_t'(frame_i[p]);
    assign head_channel[p] = head.channel[CW-1:0];
    assign head_aborted[p] = head.aborted;
    assign head_cut[p]     = cut_through_i[head.channel[CW-1:0]];
    assign by_message      = head_cut[p] && head.messages != '0;
    assign beats           = head.stamp[8:0] - head.ingress[8:0];
    assign head_known[p]   = frame_valid_i[p] && (!by_message || msg_valid_i[p]);
    assign head_stamp_o[p]   = by_message ? head.stamp - {55'd0, beats} + {55'd0, msg_beat_i[p]} : head.stamp;
  end
  always_comb begin
    bound = '0;
    deadline_any_o = 1'b0;
    deadline_min_o = '0;
    deadline_ch_o  = '0;
    for (int i = CHANNELS - 1; i >= 0; i--) begin
      if (waiting_i[i] && (!deadline_any_o || deadline_i[i] <= deadline_min_o)) begin
        deadline_any_o = 1'b1;
        deadline_min_o = deadline_i[i];
        deadline_ch_o  = CW'(i);
      end
    end
    pick_any   = 1'b0;
    pick_port_o  = '0;
    pick_stamp = '0;
    pick_channel_o = '0;
    for (int p = PORTS - 1; p >= 0; p--) begin
      if (head_known[p] && (!pick_any || head_stamp_o[p] <= pick_stamp)) begin
        pick_any   = 1'b1;
        pick_port_o  = PW'(p);
        pick_stamp = head_stamp_o[p];
        pick_channel_o = head_channel[p];
      end
    end
    // A deadline wins against a frame of the same stamp: a fill counts only before its deadline. In cut-through mode a
    // message may come of every frame that has started.
    deadline_cut  = cut_through_i[deadline_ch_o];
    pick_cut      = cut_through_i[pick_channel_o];
    pick_deadline_o = deadline_any_o;
    pick_frame_o    = pick_any;
    for (int p = 0; p < PORTS; p++) begin
      if (frame_valid_i[p]) begin
        if (!head_known[p]) begin
          pick_deadline_o = 1'b0;
          pick_frame_o    = 1'b0;
        end
        if (deadline_min_o > head_stamp_o[p]) pick_deadline_o = 1'b0;
      end else begin
        if (deadline_min_o > (deadline_cut ? start_horizon_i[p] : horizon_i[p])) pick_deadline_o = 1'b0;
        bound = pick_cut ? start_horizon_i[p] : horizon_i[p];
        if (bound < pick_stamp || (bound == pick_stamp && p < 32'(pick_port_o))) pick_frame_o = head_aborted[pick_port_o] && pick_frame_o;
      end
    end
    if (deadline_any_o && deadline_min_o <= pick_stamp && !head_aborted[pick_port_o]) pick_frame_o = 1'b0;
  end
endmodule
`default_nettype wire
