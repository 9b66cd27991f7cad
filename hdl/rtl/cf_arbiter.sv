// A/B arbitration: takes accepted frames from the ports in the order (stamp, port) and
// hands each message up once, in sequence. See docs/market-data.md for the rules and their order.
//
// Nothing here depends on when a frame got here: a frame is looked at only when no port can still
// produce an earlier one (its horizon), and a deadline only when no frame with an earlier stamp can come (cf_arbiter_pick, cf_arbiter_deadlines).
//
// In verified mode a frame is taken as a whole at its end. In cut-through mode every message has a stamp of its own, the
// beat of its last byte, and the ports' frames are taken message by message, once they are known good. Messages that
// cf_preview has shown meanwhile are confirmed here (a commit for each run of them); when what stands is something else,
// an abort takes back what was shown, and only then the other goes up.
//
// One channel is worked on at a time. Its state is read as one word (context_t), changed combinationally, and written back. A cursor a port (cf_arbiter_cursor) says what the
// message at its head is to its channel, so that S_RUN takes one message a cycle; everything rare (another session, a gap that closes, what was held) has states of its own, in which
// the slow comparisons stand a cycle apart from what is decided by them.
`default_nettype none
module cf_arbiter #(
  parameter int CHANNELS = 4,
  parameter int PORTS    = 2,
  // Messages that can be held a channel; a power of two. Other than the package's only for proofs.
  parameter int DEPTH    = cf_pkg::HELD_DEPTH
) (
  input  wire logic clk_i,
  input  wire logic rst_ni,
  // Accepted frames and their messages, from the ports.
  input  wire logic             [PORTS-1:0] frame_valid_i,
  input  wire logic [PORTS-1:0][cf_types::FRAME_W-1:0] frame_i, // cf_types::frame_t each
  output logic             [PORTS-1:0] frame_pop_o,
  input  wire logic [PORTS-1:0]        msg_valid_i,
  input  wire logic [PORTS-1:0][511:0] msg_data_i,
  input  wire logic [PORTS-1:0][15:0]  msg_length_i,
  input  wire logic [PORTS-1:0][8:0]   msg_beat_i,      // of its last byte, from the start of the frame
  output logic [PORTS-1:0]        msg_pop_o,
  // No frame that is not here yet will end (start) before this.
  input  wire logic [PORTS-1:0][63:0]  horizon_i,
  input  wire logic [PORTS-1:0][63:0]  start_horizon_i,
  // Configuration.
  input  wire logic [CHANNELS-1:0]       enable_i,
  input  wire logic [CHANNELS-1:0]       start_fixed_i,
  input  wire logic [CHANNELS-1:0]       session_fixed_i,
  input  wire logic [CHANNELS-1:0]       cut_through_i,
  input  wire logic [CHANNELS-1:0]       pitch_i,
  input  wire logic [CHANNELS-1:0][31:0] window_i,
  input  wire logic [CHANNELS-1:0][63:0] start_i,
  input  wire logic [CHANNELS-1:0][79:0] session_i,
  // Items in delivery order.
  output logic            item_valid_o,
  output cf_types::item_t item_o,
  input  wire logic            item_ready_i,
  // What the next of them will be, a cycle ahead: its channel, and the row of its stock locate.
  output logic [7:0]      next_channel_o,
  output logic [10:0]     next_row_o,
  // Events for the counters, two cycles late: at most one frame decision, one line and one set of channel events a cycle.
  output logic                          accept_o,
  output logic                          stale_o,
  output cf_types::frame_t              decided_o,
  output logic [7:0]                    event_channel_o,
  output logic [1:0]                    event_port_o,
  output logic [cf_pkg::CC_COUNT-1:0]   channel_event_o,
  output logic [63:0]                   gap_messages_o,
  output logic [cf_pkg::LC_COUNT-1:0]   line_event_o,
  // Per-channel state, for the registers.
  output logic [CHANNELS-1:0]           started_o,
  output logic [CHANNELS-1:0]           gap_open_o,
  output logic [CHANNELS-1:0]           ended_o,
  output logic [CHANNELS-1:0][63:0]     expected_o,
  // Toward cf_skew: the message in hand is the first copy, or a further one.
  output logic                          skew_first_o,
  output logic                          skew_again_o,
  output logic [63:0]                   skew_sequence_o,
  output logic [63:0]                   skew_stamp_o,
  // Toward cf_preview.
  output logic [CHANNELS-1:0]           show_ready_o,   // in cut-through mode, and nothing is missing
  output logic [CHANNELS-1:0][79:0]     show_session_o,
  output logic                          show_block_o,
  output logic                          show_set_o,
  output logic                          show_take_back_o,
  output logic [7:0]                    show_channel_o,
  output logic [63:0]                   show_next_o,
  input  wire logic [CHANNELS-1:0][63:0] shown_next_i,
  input  wire logic [CHANNELS-1:0][7:0]  shown_epoch_i,
  output logic [CHANNELS-1:0]            show_init_o,    // the channel begins anew, at its configured start
  output logic                           show_fence_o,   // a commit is due: of what is on its way, wait for this much
  input  wire logic                      shown_fenced_i, // that has gone out
  input  wire logic                      shown_empty_i,  // nothing of it is on its way any more
  // Earliest deadline of any channel.
  output logic        deadline_valid_o,
  output logic [63:0] deadline_o,
  output logic        idle_o
);
  localparam int HW = $clog2(DEPTH);             // held index
  localparam int OW = HW + 1;                    // order queue
  localparam int GAPS = cf_pkg::GAP_HISTORY;
  localparam int GAPW = $clog2(GAPS);
  localparam int SESSIONS = cf_pkg::SESSION_HISTORY;
  localparam int SESSW = $clog2(SESSIONS);
  localparam int CLEARS = 4;
  localparam int CW = (CHANNELS > 1) ? $clog2(CHANNELS) : 1;
  localparam int CN = 1 << CW;                   // places for channels: one channel has an index of one bit too
  localparam int PW = (PORTS > 1) ? $clog2(PORTS) : 1;

  typedef struct packed {
    logic             started;
    logic [63:0]      expected;
    logic             session_valid;
    logic [79:0]      session;
    logic [HW:0]      held_count;
    logic             announced_valid;
    logic [63:0]      announced;
    logic [63:0]      announced_stamp;
    logic             end_pending;
    logic             ended;
    logic [PORTS-1:0] seen;           // ports on which a packet was accepted
    logic [GAPW-1:0]  gap_next;
    logic [GAPW:0]    gap_count;
    logic [SESSW-1:0] left_next;
    logic [SESSW:0]   left_count;
    logic [OW-1:0]    order_rd;
    logic [OW-1:0]    order_wr;
    logic [1:0]       clear_next;     // PITCH: Unit Clears seen lately
    logic [2:0]       clear_count;
  } context_t;
  localparam int CONTEXT_W = 1 + 64 + 1 + 80 + (HW + 1) + 1 + 64 + 64 + 1 + 1 + PORTS + GAPW + (GAPW + 1) + SESSW + (SESSW + 1) + 2*OW + 5;

  typedef enum logic [4:0] {
    S_RUN, S_CLEAR, S_FRAME, S_LEFT, S_SKIP, S_CHANGE, S_SESSION, S_ANNOUNCE,
    S_FIND_FIRST, S_FIND, S_GAP, S_DRAIN, S_DRAIN_OUT, S_SETTLE, S_ORDER, S_END, S_COMMIT, S_ABORT, S_RESTART
  } state_e;
  // On whose behalf a gap closes: where that returns to.
  typedef enum logic [2:0] { FOR_DEADLINE, FOR_MESSAGE, FOR_ANNOUNCE, FOR_CHANGE, FOR_RESTART } purpose_e;

  state_e          state_q, state_d, back;
  purpose_e        purpose_q, purpose_d;
  logic            by_depth_q, by_depth_d; // the closing in progress was forced by the hold depth
  logic            settle_q, settle_d;     // a number was passed or a held message delivered: what is missing then is a further gap
  logic            in_hand_q, in_hand_d;   // the message at the head waits for closings it caused
  logic            cleared_q, cleared_d;   // whether the Unit Clear in hand was seen before has been looked up
  logic [CW-1:0]   ch_q, ch_d;
  logic [PW-1:0]   port_q, port_d;
  logic [PORTS-1:0] begun_q, begun_d;      // frames that were begun, of which the other port's messages may come in between (cut-through)
  state_e          verdict_back_q, verdict_back_d; // where a commit or an abort returns to
  // Shown messages of one channel were confirmed, and that has to be told: before anything else is said of the channel, before
  // another channel has its turn, and when a frame is done.
  logic            commit_q, commit_d;
  logic [CW-1:0]   commit_ch_q, commit_ch_d;
  logic [63:0]     commit_first_q, commit_first_d;
  logic [63:0]     find_q, find_d;         // the first sequence number behind the gap

  logic [CONTEXT_W-1:0] context_mem [CN];
  logic [CHANNELS-1:0]  active_q;          // enabled, and its configured start loaded
  logic [CHANNELS-1:0]  init;              // a channel that was disabled begins anew, with its configured start, between two events
  logic [CHANNELS-1:0]  gap_open, no_window_q;

  context_t c, n;
  assign c = context_t'(context_mem[(CHANNELS > 1) ? ch_q : '0]);

  always_comb begin
    back = S_RUN;
    if (purpose_q == FOR_ANNOUNCE) back = S_ANNOUNCE;
    if (purpose_q == FOR_CHANGE)   back = S_CHANGE;
    if (purpose_q == FOR_RESTART)  back = S_RESTART;
  end

  // ---------------------------------------------------------------- deadlines
  logic          set_gap_open, gap_open_d, set_deadline;
  logic [63:0]   deadline_stamp, deadline_min;
  logic [8:0]    deadline_beat;
  logic [31:0]   window;
  logic          deadline_any, deadlines_settled;
  logic [CW-1:0] deadline_ch;
  assign window = window_i[ch_q];
  cf_arbiter_deadlines #(.CHANNELS(CHANNELS), .CW(CW)) u_deadlines (
    .clk_i, .rst_ni, .set_i(set_gap_open), .open_i(gap_open_d), .deadline_i(set_deadline), .channel_i(ch_q),
    .stamp_i(deadline_stamp), .beat_i(deadline_beat), .window_i(window), .init_i(init), .active_i(active_q),
    .open_o(gap_open), .any_o(deadline_any), .min_o(deadline_min), .channel_o(deadline_ch), .settled_o(deadlines_settled)
  );
  assign deadline_valid_o = deadline_any;
  assign deadline_o       = deadline_min;

  // ---------------------------------------------------------------- the ports' oldest frames
  logic [CHANNELS-1:0][DEPTH-1:0] held;
  logic [PORTS-1:0][CW-1:0] head_ch;
  logic [PORTS-1:0]         head_cut, head_messages, head_aborted;
  logic [PORTS-1:0][63:0]   head_start, head_stamp;
  logic                     advance, jump;    // the channel in hand goes on by one number; changes otherwise
  logic                     hold, unhold, step, pop;
  logic [PORTS-1:0]         k_loaded, k_settled, k_normal, k_same, k_unsequenced, k_cut, k_none, k_last, k_next, k_behind, k_deep, k_held, k_marked;
  logic [PORTS-1:0][63:0]   k_sequence;
  logic [PORTS-1:0][CW-1:0] k_ch;             // the head's channel, a cycle old like what the cursor says
  for (genvar p = 0; p < PORTS; p++) begin : g_head
    cf_types::frame_t head;
    /* verilator lint_off UNUSEDSIGNAL */ // only what the cursor needs
    context_t         of_head;
    /* verilator lint_on UNUSEDSIGNAL */
    logic             own;
    assign head             = cf_types::frame_t'(frame_i[p]);
    assign head_ch[p]       = (CHANNELS > 1) ? head.channel[CW-1:0] : '0;
    assign head_cut[p]      = cut_through_i[head_ch[p]];
    assign head_messages[p] = head.messages != '0;
    assign head_aborted[p]  = head.aborted;
    assign head_start[p]    = head.start;
    assign head_stamp[p]    = head.stamp;
    assign of_head          = context_t'(context_mem[(CHANNELS > 1) ? head_ch[p] : '0]);
    assign own              = head_ch[p] == ch_q;
    always_ff @(posedge clk_i) k_ch[p] <= head_ch[p];
    cf_arbiter_cursor #(.DEPTH(DEPTH)) u_cursor (
      .clk_i, .rst_ni, .frame_valid_i(frame_valid_i[p]), .frame_i(head), .begun_i(begun_q[p]),
      .active_i(active_q[head_ch[p]]), .started_i(of_head.started && of_head.session_valid), .expected_i(of_head.expected), .session_i(of_head.session),
      .cut_i(head_cut[p]), .epoch_i(shown_epoch_i[head_ch[p]]), .held_i(held[head_ch[p]]),
      .moved_i(advance && own), .reset_i((jump && own) || init[head_ch[p]]), .hold_i(hold && own), .unhold_i(unhold && own),
      .hold_at_i(sequence_number[HW-1:0]), .unhold_at_i(c.expected[HW-1:0]), .step_i(step && port_q == PW'(p)), .pop_i(pop && port_q == PW'(p)),
      .loaded_o(k_loaded[p]), .settled_o(k_settled[p]), .normal_o(k_normal[p]), .same_session_o(k_same[p]), .unsequenced_o(k_unsequenced[p]), .cut_o(k_cut[p]),
      .sequence_o(k_sequence[p]), .none_o(k_none[p]), .last_o(k_last[p]), .next_o(k_next[p]), .behind_o(k_behind[p]), .deep_o(k_deep[p]),
      .held_o(k_held[p]), .marked_o(k_marked[p])
    );
  end

  // ---------------------------------------------------------------- choosing the next event
  logic [PORTS-1:0] first;
  logic             due;
  logic [PW-1:0]    want;
  cf_arbiter_pick #(.PORTS(PORTS), .PW(PW)) u_pick (
    .clk_i, .rst_ni, .frame_valid_i, .frame_pop_i(frame_pop_o), .cut_i(head_cut), .has_messages_i(head_messages), .aborted_i(head_aborted),
    .start_i(head_start), .stamp_i(head_stamp), .msg_valid_i, .msg_beat_i, .horizon_i, .start_horizon_i,
    .deadline_any_i(deadline_any), .deadline_i(deadline_min), .deadline_cut_i(cut_through_i[deadline_ch]), .settled_i(deadlines_settled),
    .first_o(first), .due_o(due), .want_o(want)
  );

  // ---------------------------------------------------------------- the message and frame at hand
  cf_types::frame_t frame;
  logic             frame_valid, msg_valid;
  logic [511:0]     msg_data;
  logic [15:0]      msg_length;
  logic [63:0]      stamp;        // when the message in hand counts: so many beats
  logic [8:0]       beat, stamp_beat; // behind this
  logic [63:0]      sequence_number;
  logic             begun, loaded, settled, normal, same_session, unsequenced, cut, none, last, is_next, behind, deep, is_held, marked, is_first;
  logic             right_channel;
  // Constant selects: cheaper to simulate than a variable index into wide vectors.
  always_comb begin
    frame      = cf_types::frame_t'(frame_i[0]);
    msg_data   = msg_data_i[0];
    msg_length = msg_length_i[0];
    beat       = msg_beat_i[0];
    sequence_number = k_sequence[0];
    for (int p = 1; p < PORTS; p++) begin
      if (port_q == PW'(p)) begin
        frame      = cf_types::frame_t'(frame_i[p]);
        msg_data   = msg_data_i[p];
        msg_length = msg_length_i[p];
        beat       = msg_beat_i[p];
        sequence_number = k_sequence[p];
      end
    end
    frame_valid   = frame_valid_i[port_q];
    msg_valid     = msg_valid_i[port_q];
    begun         = begun_q[port_q];
    loaded        = k_loaded[port_q];
    settled       = k_settled[port_q];
    normal        = k_normal[port_q];
    same_session  = k_same[port_q];
    unsequenced   = k_unsequenced[port_q];
    cut           = k_cut[port_q];
    none          = k_none[port_q];
    last          = k_last[port_q];
    is_next       = k_next[port_q];
    behind        = k_behind[port_q];
    deep          = k_deep[port_q];
    is_held       = k_held[port_q];
    marked        = k_marked[port_q];
    is_first      = first[port_q];
    right_channel = k_ch[port_q] == ch_q;
  end
  assign stamp = (cut && head_messages[port_q]) ? frame.start : frame.stamp;
  assign stamp_beat = (cut && head_messages[port_q]) ? beat : '0;

  // What was shown of the channel and has no verdict yet. Never as much as the low bits do not tell apart: all of it is inside.
  logic outstanding;
  assign outstanding = cut_through_i[ch_q] && shown_next_i[ch_q][19:0] != c.expected[19:0];

  // ---------------------------------------------------------------- memory
  logic          gap_we, left_we, clear_we;
  logic          is_late, is_left, is_seen_clear, is_clear;
  logic [63:0]   late_sequence;
  logic [GAPW:0] late_count_q;
  /* verilator lint_off UNUSEDSIGNAL */ // as many bits as there are channels
  logic [7:0]    late_channel;
  /* verilator lint_on UNUSEDSIGNAL */
  always_ff @(posedge clk_i) late_count_q <= c.gap_count;
  cf_arbiter_memory #(.CN(CN), .CW(CW), .GAPS(GAPS), .SESSIONS(SESSIONS), .CLEARS(CLEARS)) u_memory (
    .clk_i, .channel_i(ch_q),
    .late_channel_i(late_channel[CW-1:0]), .gap_count_i(late_count_q), .sequence_i(late_sequence), .late_o(is_late),
    .gap_we_i(gap_we), .gap_next_i(c.gap_next), .gap_first_i(c.expected), .gap_last_i(find_q - 64'd1),
    .left_count_i(c.left_count), .session_i(frame.session), .left_o(is_left),
    .left_we_i(left_we), .left_next_i(c.left_next), .left_session_i(c.session),
    .clear_count_i(c.clear_count), .clear_i({sequence_number[31:0], msg_data[47:16]}), .seen_clear_o(is_seen_clear),
    .clear_we_i(clear_we), .clear_next_i(c.clear_next)
  );
  assign is_clear = pitch_i[ch_q] && msg_length >= 16'd6 && msg_data[15:8] == cf_pkg::PITCH_UNIT_CLEAR;

  // ---------------------------------------------------------------- held messages
  logic [1:0]   held_port;
  logic [47:0]  held_ingress;
  logic [15:0]  held_length;
  logic [511:0] held_data;
  logic         found, oldest, held_next_q, announced_passed_q;
  logic [HW:0]  found_ahead;
  logic [OW-1:0] oldest_at;
  logic [63:0]  oldest_stamp;
  logic [8:0]   oldest_beat;
  cf_arbiter_held #(.CHANNELS(CHANNELS), .CN(CN), .CW(CW), .DEPTH(DEPTH)) u_held (
    .clk_i, .rst_ni, .channel_i(ch_q), .init_i(init),
    .hold_i(hold), .seq_i(sequence_number[HW+1:0]), .stamp_i(stamp), .beat_i(stamp_beat), .port_i(2'(port_q)),
    .ingress_i(frame.start[47:0]), .length_i(msg_length), .data_i(msg_data), .held_o(held),
    .expected_i(c.expected[HW+1:0]), .unhold_i(unhold), .port_o(held_port), .ingress_o(held_ingress), .length_o(held_length), .data_o(held_data),
    .find_start_i(state_q != S_FIND), .found_o(found), .found_ahead_o(found_ahead),
    .oldest_start_i(state_q != S_ORDER), .order_rd_i(c.order_rd), .order_wr_i(c.order_wr),
    .oldest_o(oldest), .oldest_stamp_o(oldest_stamp), .oldest_beat_o(oldest_beat), .oldest_at_o(oldest_at)
  );
  always_ff @(posedge clk_i) begin
    if (state_q == S_DRAIN) begin
      held_next_q        <= held[ch_q][c.expected[HW-1:0]];
      announced_passed_q <= c.announced <= c.expected;
    end
  end

  // ---------------------------------------------------------------- output
  logic            out_ready, push, out_held, second_valid;
  cf_types::item_t out;
  /* verilator lint_off UNUSEDSIGNAL */ // only what is looked for
  cf_types::item_t second;
  /* verilator lint_on UNUSEDSIGNAL */
  cf_arbiter_out u_out (
    .clk_i, .rst_ni, .ready_o(out_ready), .push_i(push), .item_i(out), .valid_o(item_valid_o), .item_o(item_o), .ready_i(item_ready_i),
    .second_valid_o(second_valid), .second_o(second), .next_channel_o, .next_row_o
  );

  // ---------------------------------------------------------------- events
  logic                        accept, stale, late_or_again, skew_first, skew_again, events_busy;
  logic [1:0]                  event_port;
  logic [cf_pkg::CC_COUNT-1:0] channel_event;
  logic [cf_pkg::LC_COUNT-1:0] line_event;
  cf_arbiter_events u_events (
    .clk_i, .rst_ni, .accept_i(accept), .stale_i(stale), .frame_i(frame), .channel_i(8'(ch_q)), .port_i(event_port),
    .channel_event_i(channel_event), .gap_first_i(c.expected), .gap_behind_i(find_q), .line_event_i(line_event), .behind_i(late_or_again), .first_i(skew_first),
    .again_i(skew_again), .sequence_i(sequence_number), .stamp_i(stamp), .beat_i(stamp_beat),
    .late_sequence_o(late_sequence), .late_channel_o(late_channel), .late_i(is_late),
    .accept_o, .stale_o, .frame_o(decided_o), .channel_o(event_channel_o), .port_o(event_port_o), .channel_event_o, .gap_messages_o, .line_event_o,
    .skew_first_o, .skew_again_o, .skew_sequence_o, .skew_stamp_o, .busy_o(events_busy)
  );

  // ---------------------------------------------------------------- the machine
  logic        end_due, calm, speaks, drains;
  logic        go;          // the message in hand is to be looked at
  logic        lock;        // nothing else comes before it
  logic        confirmed;   // expected moves on through a message that was shown
  logic        ctx_we;
  logic        finish;      // the frame is done with this message
  assign calm    = c.held_count == '0 && !c.announced_valid;
  assign end_due = c.end_pending && !c.ended && calm;
  assign drains  = c.held_count != '0 && held_next_q;
  // The state in hand hands something up that was not shown.
  assign speaks  = state_q == S_SESSION || state_q == S_RESTART || state_q == S_GAP || (state_q == S_DRAIN_OUT && drains) || state_q == S_END;
  assign lock    = (begun && (!cut || none)) || in_hand_q;
  // While nothing is held what is known in the first cycle is enough for a message that is the next.
  assign go      = state_q == S_RUN && frame_valid && right_channel && loaded && (settled || (!cut && normal && is_next && calm) || (!begun && !normal))
                   && ((begun && (!cut || none || end_due)) || in_hand_q || is_first);
  assign finish  = last && !cut && !c.end_pending;

  always_comb begin
    n = c;
    state_d = state_q;
    purpose_d = purpose_q;
    by_depth_d = by_depth_q;
    settle_d = settle_q;
    in_hand_d = in_hand_q;
    cleared_d = cleared_q;
    ch_d = ch_q;
    port_d = port_q;
    find_d = find_q;
    push = 1'b0;
    out = '0;
    out.channel = 8'(ch_q);
    out.port = 2'(port_q);
    out_held = 1'b0;
    step = 1'b0;
    pop = 1'b0;
    advance = 1'b0;
    jump = 1'b0;
    hold = 1'b0;
    unhold = 1'b0;
    gap_we = 1'b0;
    left_we = 1'b0;
    clear_we = 1'b0;
    set_gap_open = 1'b0;
    gap_open_d = 1'b0;
    set_deadline = 1'b0;
    deadline_stamp = stamp;
    deadline_beat = stamp_beat;
    accept = 1'b0;
    stale = 1'b0;
    channel_event = '0;
    line_event = '0;
    event_port = 2'(port_q);
    begun_d = begun_q;
    verdict_back_d = verdict_back_q;
    commit_d = commit_q;
    commit_first_d = commit_first_q;
    commit_ch_d = commit_ch_q;
    show_take_back_o = 1'b0;
    skew_first = 1'b0;
    skew_again = 1'b0;
    late_or_again = 1'b0;
    confirmed = 1'b0;
    ctx_we = 1'b1;

    // Before anything else is said of a channel, what was shown of it gets its verdict.
    if (speaks && (commit_q || outstanding)) begin
      verdict_back_d = state_q;
      state_d = commit_q ? S_COMMIT : S_ABORT;
    end else unique case (state_q)
      S_RUN: begin
        ctx_we = go;
        purpose_d = FOR_MESSAGE;
        by_depth_d = 1'b0;
        settle_d = 1'b0;
        if (go && commit_q && commit_ch_q != ch_q) begin
          ctx_we = 1'b0;
          ch_d = commit_ch_q;
          verdict_back_d = S_RUN;
          state_d = S_COMMIT;
        end else if (go && !active_q[ch_q]) begin
          state_d = S_SKIP; // disabled while the frame was inside
        end else if (go && !begun && !normal) begin
          state_d = S_FRAME;
        end else if (go) begin
          if (!begun) begin
            accept = 1'b1;
            line_event[cf_pkg::LC_PACKETS] = 1'b1;
            n.seen[port_q] = 1'b1;
            begun_d[port_q] = 1'b1;
          end
          if (unsequenced) begin
            // Sequence 0: from the lowest-numbered port that has traffic, without arbitration.
            if (none) begin
              pop = 1'b1;
            end else if (msg_valid) begin
              if (msg_length == '0 || (c.seen & ((PORTS'(1) << port_q) - PORTS'(1))) != '0) begin
                line_event[cf_pkg::LC_DUPLICATES] = msg_length != '0;
                step = 1'b1;
              end else if (commit_q) begin
                // It has no number, but its place in the order: behind what was confirmed before it.
                verdict_back_d = S_RUN;
                state_d = S_COMMIT;
              end else if (out_ready) begin
                push = 1'b1;
                out.kind = cf_types::KIND_MESSAGE;
                out.unsequenced = 1'b1;
                out.ingress = frame.start[47:0];
                out.length = msg_length;
                channel_event[cf_pkg::CC_DELIVERED] = 1'b1;
                line_event[cf_pkg::LC_DELIVERED] = 1'b1;
                step = 1'b1;
              end
            end
          end else if (commit_q && (none || end_due)) begin
            verdict_back_d = S_RUN;
            state_d = S_COMMIT;
          end else if (end_due && !in_hand_q) begin
            state_d = S_END;
          end else if (none) begin
            pop = 1'b1;
          end else if (msg_valid) begin
            if (cut && !same_session) begin
              // The channel has left the packet's session since it began.
              line_event[cf_pkg::LC_DUPLICATES] = 1'b1;
              step = 1'b1;
            end else if (is_clear && !cleared_q) begin
              state_d = S_CLEAR;
            end else if (is_clear && behind && !is_seen_clear) begin
              state_d = S_RESTART;
            end else if (behind) begin
              late_or_again = 1'b1;
              step = 1'b1;
              pop = finish;
            end else if (is_next && !marked && (commit_q || outstanding)) begin
              verdict_back_d = S_RUN;
              state_d = commit_q ? S_COMMIT : S_ABORT;
            end else if (is_next) begin
              if (msg_length == '0 || out_ready) begin
                confirmed = marked;
                skew_first = 1'b1;
                if (marked && !commit_q) begin
                  commit_d = 1'b1;
                  commit_first_d = sequence_number;
                  commit_ch_d = ch_q;
                end
                if (msg_length == '0) begin
                  channel_event[cf_pkg::CC_EMPTY] = 1'b1;
                end else begin
                  push = 1'b1;
                  out.kind = cf_types::KIND_MESSAGE;
                  out.quiet = marked;
                  out.sequence_number = c.expected;
                  out.ingress = frame.start[47:0];
                  out.length = msg_length;
                  channel_event[cf_pkg::CC_DELIVERED] = 1'b1;
                  line_event[cf_pkg::LC_DELIVERED] = 1'b1;
                end
                step = 1'b1;
                advance = 1'b1;
                if (calm) begin
                  set_gap_open = gap_open[ch_q]; // nothing is missing any more
                  pop = finish;
                end else begin
                  state_d = S_DRAIN;
                end
              end
            end else if (is_held && !deep) begin
              line_event[cf_pkg::LC_DUPLICATES] = 1'b1;
              skew_again = 1'b1;
              step = 1'b1;
              pop = finish;
            end else if (no_window_q[ch_q] || deep) begin
              by_depth_d = !no_window_q[ch_q];
              in_hand_d = 1'b1;
              state_d = S_FIND_FIRST;
            end else begin
              hold = 1'b1;
              skew_first = 1'b1;
              n.held_count = c.held_count + 1'b1;
              n.order_wr = c.order_wr + 1'b1;
              step = 1'b1;
              pop = finish;
              if (!gap_open[ch_q]) begin
                set_gap_open = 1'b1;
                gap_open_d = 1'b1;
                set_deadline = 1'b1;
              end
            end
            if (is_clear && cleared_q && !is_seen_clear && step) begin
              clear_we = 1'b1;
              n.clear_next = c.clear_next + 2'd1;
              if (32'(c.clear_count) < CLEARS) n.clear_count = c.clear_count + 3'd1;
            end
          end
        end else if (!lock) begin
          if (commit_q && !(frame_valid_i[want] && want != port_q)) begin
            ch_d = commit_ch_q;
            verdict_back_d = S_RUN;
            state_d = S_COMMIT;
          end else if (due && !commit_q && active_q[deadline_ch]) begin
            ch_d = deadline_ch;
            purpose_d = FOR_DEADLINE;
            state_d = S_FIND_FIRST;
          end else begin
            port_d = want;
            ch_d = head_ch[want];
          end
        end
      end

      // Whether this Unit Clear was seen before is being looked up, by its number and its nanoseconds.
      S_CLEAR: begin
        cleared_d = 1'b1;
        state_d = S_RUN;
      end

      // A frame whose header needs a look: sessions first, then its messages or its announcement.
      S_FRAME: if (loaded) begin
        begun_d[port_q] = 1'b1;
        if (frame.aborted) begin
          // Nothing is left of the frame but what it has shown.
          verdict_back_d = commit_q ? S_FRAME : S_SKIP;
          state_d = !(active_q[ch_q] && outstanding && frame.shown_epoch == shown_epoch_i[ch_q]) ? S_SKIP
                  : commit_q ? S_COMMIT : S_ABORT;
        end else if (!active_q[ch_q]) begin
          state_d = S_SKIP;
        end else if (!unsequenced && c.session_valid && c.session != frame.session) begin
          state_d = S_LEFT;
        end else begin
          accept = 1'b1;
          line_event[cf_pkg::LC_PACKETS] = 1'b1;
          n.seen[port_q] = 1'b1;
          if (unsequenced) begin
            state_d = (frame.heartbeat || frame.end_of_session) ? S_SKIP : S_RUN;
          end else begin
            n.session_valid = 1'b1;
            n.session = frame.session;
            if (!c.started) n.expected = frame.sequence_number;
            n.started = 1'b1;
            jump = !(c.started && c.session_valid);
            state_d = (frame.heartbeat || frame.end_of_session) ? S_ANNOUNCE : S_RUN;
          end
        end
      end

      // Another session than the channel's: one that it left?
      S_LEFT: begin
        stale = is_left;
        state_d = is_left ? S_SKIP : S_CHANGE;
      end

      // The messages of a frame that does not count.
      S_SKIP: if (settled) begin
        if (none) begin
          pop = 1'b1;
          state_d = S_RUN;
        end else if (msg_valid) begin
          step = 1'b1;
        end
      end

      // Another session: everything pending of the old one goes out first.
      S_CHANGE: begin
        purpose_d = FOR_CHANGE;
        by_depth_d = 1'b0;
        if (!calm) state_d = S_FIND_FIRST;
        else if (end_due) state_d = S_END;
        else state_d = S_SESSION;
      end

      S_SESSION: begin
        if (out_ready) begin
          push = 1'b1;
          out.kind = cf_types::KIND_SESSION;
          out.sequence_number = frame.sequence_number;
          channel_event[cf_pkg::CC_SESSIONS] = 1'b1;
          left_we = 1'b1;
          n.left_next = c.left_next + 1'b1;
          if (32'(c.left_count) < SESSIONS) n.left_count = c.left_count + 1'b1;
          n.session = frame.session;
          n.expected = frame.sequence_number;
          n.started = 1'b1;
          n.gap_count = '0;
          n.gap_next = '0;
          n.end_pending = 1'b0;
          n.ended = 1'b0;
          set_gap_open = 1'b1;
          jump = 1'b1;
          state_d = S_FRAME;
        end
      end

      // The unit counts anew from the Unit Clear in hand: what is pending of the old numbers goes out first.
      S_RESTART: begin
        purpose_d = FOR_RESTART;
        by_depth_d = 1'b0;
        if (!calm) begin
          state_d = S_FIND_FIRST;
        end else if (out_ready) begin
          push = 1'b1;
          out.kind = cf_types::KIND_RESTART;
          out.sequence_number = sequence_number;
          n.expected = sequence_number;
          n.gap_count = '0;
          n.gap_next = '0;
          set_gap_open = 1'b1;
          jump = 1'b1;
          purpose_d = FOR_MESSAGE;
          in_hand_d = 1'b1;
          state_d = S_RUN;
        end
      end

      // Heartbeat or end of session: everything below its sequence number exists.
      S_ANNOUNCE: if (settled) begin
        purpose_d = FOR_ANNOUNCE;
        by_depth_d = 1'b0;
        if (!is_next && !behind && (no_window_q[ch_q] || deep)) begin
          by_depth_d = !no_window_q[ch_q];
          state_d = S_FIND_FIRST;
        end else begin
          if (!is_next && !behind) begin
            if (!c.announced_valid || sequence_number > c.announced) begin
              n.announced_valid = 1'b1;
              n.announced = sequence_number;
              n.announced_stamp = stamp;
            end
            if (!gap_open[ch_q]) begin
              set_gap_open = 1'b1;
              gap_open_d = 1'b1;
              set_deadline = 1'b1;
            end
          end
          if (frame.end_of_session) n.end_pending = 1'b1;
          state_d = S_RUN;
        end
      end

      // Closing a gap: find the lowest held sequence.
      S_FIND_FIRST: begin
        find_d = (purpose_q == FOR_MESSAGE || purpose_q == FOR_ANNOUNCE) ? sequence_number : c.announced;
        state_d = (c.held_count == '0) ? S_GAP : S_FIND;
      end

      S_FIND: if (found) begin
        find_d = c.expected + {{(63-HW){1'b0}}, found_ahead};
        state_d = S_GAP;
      end

      S_GAP: begin
        if (out_ready) begin
          push = 1'b1;
          out.kind = cf_types::KIND_GAP;
          out.sequence_number = c.expected;
          out.last = find_q - 64'd1;
          channel_event[cf_pkg::CC_GAPS] = 1'b1;
          channel_event[cf_pkg::CC_GAP_MESSAGES] = 1'b1;
          channel_event[cf_pkg::CC_CLOSED_BY_DEPTH] = by_depth_q;
          gap_we = 1'b1;
          n.gap_next = c.gap_next + 1'b1;
          if (32'(c.gap_count) < GAPS) n.gap_count = c.gap_count + 1'b1;
          n.expected = find_q;
          set_gap_open = 1'b1;
          jump = 1'b1;
          settle_d = 1'b1;
          state_d = S_DRAIN;
        end
      end

      // Deliver what is held in order. The held store is read at expected, one cycle ahead.
      S_DRAIN: state_d = S_DRAIN_OUT;

      S_DRAIN_OUT: begin
        if (announced_passed_q) n.announced_valid = 1'b0;
        if (drains) begin
          event_port = held_port;
          if (held_length == '0 || out_ready) begin
            if (held_length == '0) begin
              channel_event[cf_pkg::CC_EMPTY] = 1'b1;
            end else begin
              push = 1'b1;
              out.kind = cf_types::KIND_MESSAGE;
              out.port = held_port;
              out.sequence_number = c.expected;
              out.ingress = held_ingress;
              out.length = held_length;
              out_held = 1'b1;
              channel_event[cf_pkg::CC_DELIVERED] = 1'b1;
              line_event[cf_pkg::LC_DELIVERED] = 1'b1;
            end
            unhold = 1'b1;
            n.held_count = c.held_count - 1'b1;
            if (c.held_count == (HW + 1)'(1)) n.order_rd = c.order_wr;
            advance = 1'b1;
            settle_d = 1'b1;
            state_d = S_DRAIN;
          end
        end else if (settle_q) begin
          state_d = S_SETTLE;
        end else begin
          // Only messages that came in order: the gap is the same one, made shorter, or there is none any more.
          set_gap_open = c.held_count == '0 && !n.announced_valid;
          state_d = back;
        end
      end

      // What is missing now is a further gap: it waits from its own first arrival.
      S_SETTLE: begin
        if (purpose_q == FOR_CHANGE || purpose_q == FOR_RESTART) begin
          state_d = back;
        end else if (c.held_count != '0) begin
          state_d = S_ORDER;
        end else begin
          set_gap_open = 1'b1;
          gap_open_d = c.announced_valid;
          set_deadline = c.announced_valid;
          deadline_stamp = c.announced_stamp;
          deadline_beat = '0;
          state_d = (end_due && purpose_q == FOR_DEADLINE) ? S_END : back;
        end
      end

      S_ORDER: if (oldest) begin
        set_gap_open = 1'b1;
        gap_open_d = 1'b1;
        set_deadline = 1'b1;
        deadline_stamp = oldest_stamp;
        deadline_beat = oldest_beat;
        n.order_rd = oldest_at;
        state_d = back;
      end

      S_END: begin
        if (out_ready) begin
          push = 1'b1;
          out.kind = cf_types::KIND_END;
          out.sequence_number = c.expected;
          channel_event[cf_pkg::CC_ENDS] = 1'b1;
          n.ended = 1'b1;
          state_d = back;
        end
      end

      // What was confirmed since the last one.
      S_COMMIT: begin
        if (out_ready && shown_fenced_i) begin
          push = 1'b1;
          out.kind = cf_types::KIND_COMMIT;
          out.sequence_number = commit_first_q;
          out.last = c.expected - 64'd1;
          commit_d = 1'b0;
          state_d = verdict_back_q;
        end
      end

      // What was shown beyond the expected number never was.
      S_ABORT: begin
        if (!outstanding) begin
          state_d = verdict_back_q;
        end else if (out_ready && shown_empty_i) begin
          push = 1'b1;
          out.kind = cf_types::KIND_ABORT;
          out.sequence_number = c.expected;
          out.last = shown_next_i[ch_q] - 64'd1;
          show_take_back_o = 1'b1;
          jump = 1'b1;
          state_d = verdict_back_q;
        end
      end

      default: state_d = S_RUN;
    endcase

    if (advance) n.expected = c.expected + 64'd1;
    if (step) begin
      in_hand_d = 1'b0;
      cleared_d = 1'b0;
    end
    if (pop) begun_d[port_q] = 1'b0;
    out.data = out_held ? held_data : msg_data;
    if (state_q == S_SESSION) out.data[79:0] = frame.session;
  end

  always_comb begin
    frame_pop_o = '0;
    msg_pop_o = '0;
    frame_pop_o[port_q] = pop;
    msg_pop_o[port_q] = step;
  end

  // A channel that moved on otherwise than through what was shown is shown again from there.
  assign show_set_o     = cut_through_i[ch_q] && (jump || (advance && !confirmed));
  assign show_channel_o = 8'(ch_q);
  assign show_next_o    = n.expected;
  assign show_fence_o   = state_q != S_COMMIT && state_d == S_COMMIT;
  // Nothing is shown past something that has to come first.
  logic blocks, second_blocks;
  assign blocks        = cut_through_i[item_o.channel[CW-1:0]] && !item_o.quiet && item_o.kind != cf_types::KIND_COMMIT;
  assign second_blocks = cut_through_i[second.channel[CW-1:0]] && !second.quiet && second.kind != cf_types::KIND_COMMIT;
  assign show_block_o  = state_q == S_ABORT || speaks || (item_valid_o && blocks) || (second_valid && second_blocks);

  // Only these parts of a channel's state show outside.
  for (genvar i = 0; i < CHANNELS; i++) begin : g_channel
    /* verilator lint_off UNUSEDSIGNAL */
    context_t view;
    /* verilator lint_on UNUSEDSIGNAL */
    assign view = context_t'(context_mem[i]);
    assign started_o[i]      = view.started;
    assign ended_o[i]        = view.ended;
    assign expected_o[i]     = view.expected;
    assign show_ready_o[i]   = cut_through_i[i] && !pitch_i[i] && active_q[i] && view.started && view.session_valid && !gap_open[i];
    assign show_session_o[i] = view.session;
    assign show_init_o[i]    = enable_i[i] && !active_q[i];
    assign init[i]           = enable_i[i] && !active_q[i] && state_q == S_RUN && !go && begun_q == '0;
  end
  assign gap_open_o = gap_open & active_q;
  assign idle_o     = state_q == S_RUN && frame_valid_i == '0 && !item_valid_o && !second_valid && shown_empty_i && !commit_q && !events_busy
                      && deadlines_settled;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q        <= S_RUN;
      purpose_q      <= FOR_DEADLINE;
      by_depth_q     <= 1'b0;
      settle_q       <= 1'b0;
      in_hand_q      <= 1'b0;
      cleared_q      <= 1'b0;
      ch_q           <= '0;
      port_q         <= '0;
      begun_q        <= '0;
      verdict_back_q <= S_RUN;
      commit_q       <= 1'b0;
      commit_ch_q    <= '0;
      active_q       <= '0;
      for (int i = 0; i < CN; i++) context_mem[i] <= '0;
    end else begin
      state_q        <= state_d;
      purpose_q      <= purpose_d;
      by_depth_q     <= by_depth_d;
      settle_q       <= settle_d;
      in_hand_q      <= in_hand_d;
      cleared_q      <= cleared_d;
      ch_q           <= ch_d;
      port_q         <= port_d;
      begun_q        <= begun_d;
      verdict_back_q <= verdict_back_d;
      commit_q       <= commit_d;
      commit_ch_q    <= commit_ch_d;
      active_q       <= enable_i & (active_q | init);
      if (ctx_we) context_mem[(CHANNELS > 1) ? ch_q : '0] <= n;
      for (int i = 0; i < CHANNELS; i++) begin
        // started, expected, session_valid, session: the first members of context_t
        if (init[i]) context_mem[i] <= {start_fixed_i[i], start_i[i], session_fixed_i[i], session_i[i], {(CONTEXT_W - 146){1'b0}}};
      end
    end
    find_q         <= find_d;
    commit_first_q <= commit_first_d;
    for (int i = 0; i < CHANNELS; i++) no_window_q[i] <= window_i[i] == '0;
  end

`ifndef SYNTHESIS
  // Nothing overtakes a commit that is due but what it will confirm as well.
  always_ff @(posedge clk_i) begin
    if (rst_ni && push && commit_q) assert (out.quiet || out.kind == cf_types::KIND_COMMIT);
  end
`endif
endmodule
`default_nettype wire
