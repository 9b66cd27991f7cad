// A/B arbitration: takes accepted frames from the ports in the order (stamp, port) and
// hands each message up once, in sequence. See docs/market-data.md for the rules and their order.
//
// Nothing here depends on when a frame got here: a frame is looked at only when no port can still
// produce an earlier one (its horizon), and a deadline only when no frame with an earlier stamp can come.
//
// In verified mode a frame is taken as a whole at its end. In cut-through mode every message has a stamp of its own, the
// beat of its last byte, and the ports' frames are taken message by message, once they are known good. Messages that
// cf_preview has shown meanwhile are confirmed here (a commit for each run of them); when what stands is something else,
// an abort takes back what was shown, and only then the other goes up.
//
// One channel is worked on at a time. Its state is read as one word (context_t), changed
// combinationally, and written back every cycle.
`default_nettype none
module cf_arbiter #(
  parameter int CHANNELS = 4,
  parameter int PORTS    = 2
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
  // Events for the counters: at most one frame decision, one line and one set of channel events a cycle.
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
  localparam int DEPTH = cf_pkg::HELD_DEPTH;
  localparam int HW = $clog2(DEPTH);             // held index
  localparam int GROUPS = DEPTH / 16;
  localparam int OW = HW + 1;                    // order queue: at most 2 * DEPTH - 1 entries, see below
  localparam int SW = HW + 2;                    // sequence bits that tell live queue entries from stale ones
  localparam int GAPS = cf_pkg::GAP_HISTORY;
  localparam int GAPW = $clog2(GAPS);
  localparam int SESSIONS = cf_pkg::SESSION_HISTORY;
  localparam int SESSW = $clog2(SESSIONS);
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

  // An item but for its channel and data, which are chosen at the output register.
  typedef struct packed {
    cf_types::kind_e kind;
    logic [1:0]      port;
    logic            unsequenced;
    logic            quiet;
    logic [63:0]     sequence_number;
    logic [63:0]     last;
    logic [47:0]     ingress;
    logic [15:0]     length;
  } item_head_t;

  typedef enum logic [4:0] {
    S_IDLE, S_FRAME, S_UNSEQUENCED, S_SKIP, S_CHANGE, S_SESSION, S_MESSAGE, S_ANNOUNCE,
    S_FIND, S_GAP, S_DRAIN, S_DRAIN_OUT, S_SETTLE, S_ORDER, S_ORDER_OUT, S_END, S_COMMIT, S_ABORT, S_RESTART
  } state_e;

  state_e          state_q, state_d;
  state_e          back_q, back_d;         // where a closing returns to
  logic            by_depth_q, by_depth_d; // the closing in progress was forced by the hold depth
  logic            in_hand_q, in_hand_d;   // the message at the head waits for closings it caused
  logic [CW-1:0]   ch_q, ch_d;
  logic [PW-1:0]   port_q, port_d;
  logic [63:0]     seq_q, seq_d;           // sequence number of the message at the head
  logic [15:0]     remaining_q, remaining_d;
  // Frames that were begun, of which the other port's messages may come in between (cut-through).
  logic [PORTS-1:0]       begun_q, begun_d;
  logic [PORTS-1:0][63:0] begun_seq_q;
  logic [PORTS-1:0][15:0] begun_remaining_q;
  logic            leave;                  // of the frame in hand the rest comes later
  state_e          verdict_back_q, verdict_back_d; // where a commit or an abort returns to
  // Shown messages of one channel were confirmed, and that has to be told: before anything else is said of the channel, before
  // another channel has its turn, and when a frame is done.
  logic            commit_q, commit_d;
  logic [CW-1:0]   commit_ch_q, commit_ch_d;
  logic [63:0]     commit_first_q, commit_first_d;
  logic [63:0]     find_q, find_d;         // search position, then the first sequence behind the gap
  logic            find_new_q;             // first cycle of a search
  logic [63:0]     find_from;

  logic [CONTEXT_W-1:0]        context_mem [CN];
  logic [CHANNELS-1:0]         gap_open_q;
  logic [CHANNELS-1:0]         active_q;   // enabled, and its configured start loaded
  logic [CHANNELS-1:0][63:0]   deadline_q;
  localparam int CLEARS = 4;
  logic [CN*GROUPS-1:0][15:0] held_mem; // which of the held slots are taken

  context_t c, n;
  assign c = context_t'(context_mem[ch_q]);

  // ---------------------------------------------------------------- choosing the next event
  logic                   pick_deadline, pick_frame, deadline_any;
  logic [CW-1:0]          deadline_ch, pick_channel;
  logic [PW-1:0]          pick_port;
  logic [63:0]            deadline_min;
  logic [PORTS-1:0][63:0] head_stamp;   // when each port's next message counts
  cf_arbiter_pick #(.CHANNELS(CHANNELS), .PORTS(PORTS), .CW(CW), .PW(PW)) u_pick (
    .frame_valid_i, .frame_i, .msg_valid_i, .msg_beat_i, .horizon_i, .start_horizon_i, .cut_through_i,
    .waiting_i(gap_open_q & active_q), .deadline_i(deadline_q),
    .head_stamp_o(head_stamp), .pick_deadline_o(pick_deadline), .pick_frame_o(pick_frame), .pick_port_o(pick_port),
    .pick_channel_o(pick_channel), .deadline_any_o(deadline_any), .deadline_min_o(deadline_min), .deadline_ch_o(deadline_ch)
  );
  assign deadline_valid_o = deadline_any;
  assign deadline_o       = deadline_min;

  // ---------------------------------------------------------------- the message and frame at hand
  cf_types::frame_t frame;
  logic             msg_valid;
  logic [511:0]     msg_data;
  logic [15:0]      msg_length;
  logic [31:0]      window;
  logic [63:0]      stamp;        // when the message in hand counts
  logic             cut;          // the channel in hand is in cut-through mode
  logic             stay;         // its next message comes before everything else
  // Constant selects: cheaper to simulate than a variable index into wide vectors.
  always_comb begin
    frame      = cf_types::frame_t'(frame_i[0]);
    msg_valid  = msg_valid_i[0];
    msg_data   = msg_data_i[0];
    msg_length = msg_length_i[0];
    stamp      = head_stamp[0];
    for (int p = 1; p < PORTS; p++) begin
      if (port_q == PW'(p)) begin
        frame      = cf_types::frame_t'(frame_i[p]);
        msg_valid  = msg_valid_i[p];
        msg_data   = msg_data_i[p];
        msg_length = msg_length_i[p];
        stamp      = head_stamp[p];
      end
    end
  end
  assign window     = window_i[ch_q];
  assign cut        = cut_through_i[ch_q];
  assign stay       = !cut || (pick_frame && !pick_deadline && pick_port == port_q);

  // What was shown of the channel and has no verdict yet; and whether the message in hand is part of it.
  logic        outstanding, marked;
  logic [15:0] index;
  assign outstanding = cut && shown_next_i[ch_q] != c.expected;
  assign index       = seq_q[15:0] - frame.sequence_number[15:0];
  assign marked      = cut && frame.shown_count != '0 && frame.shown_epoch == shown_epoch_i[ch_q]
                       && index >= frame.shown_first && index - frame.shown_first < frame.shown_count;

  // What a channel remembers of its past.
  logic gap_we, left_we, clear_we;
  logic is_late, is_left, is_seen_clear, clear_new;
  cf_arbiter_memory #(.CN(CN), .CW(CW), .GAPS(GAPS), .SESSIONS(SESSIONS), .CLEARS(CLEARS)) u_memory (
    .clk_i, .channel_i(ch_q),
    .gap_count_i(c.gap_count), .sequence_i(seq_q), .late_o(is_late),
    .gap_we_i(gap_we), .gap_next_i(c.gap_next), .gap_first_i(c.expected), .gap_last_i(find_q - 64'd1),
    .left_count_i(c.left_count), .session_i(frame.session), .left_o(is_left),
    .left_we_i(left_we), .left_next_i(c.left_next), .left_session_i(c.session),
    .clear_count_i(c.clear_count), .clear_i({seq_q[31:0], msg_data[47:16]}), .seen_clear_o(is_seen_clear),
    .clear_we_i(clear_we), .clear_next_i(c.clear_next)
  );
  // A Unit Clear that was not seen before, by its number and its nanoseconds.
  assign clear_new = pitch_i[ch_q] && msg_length >= 16'd6 && msg_data[15:8] == cf_pkg::PITCH_UNIT_CLEAR && !is_seen_clear;

  // By the low bits of a sequence number.
  function automatic logic held_at(input logic [HW-1:0] seq);
    held_at = held_mem[{ch_q, seq[HW-1:4]}][seq[3:0]];
  endfunction

  // ---------------------------------------------------------------- held messages and their order of arrival
  localparam int HELD_W = 2 + 48 + 16 + 512;
  logic              hold;
  logic [HELD_W-1:0] held_out;
  logic [1:0]        held_port;
  logic [47:0]       held_ingress;
  logic [15:0]       held_length;
  logic [511:0]      held_data;
  cf_ram #(.WIDTH(HELD_W), .DEPTH(CN*DEPTH)) u_held (
    .clk_i,
    .we_i(hold), .waddr_i({ch_q, seq_q[HW-1:0]}),
    .wdata_i({2'(port_q), frame.ingress, msg_length, msg_data}),
    .raddr_i({ch_q, c.expected[HW-1:0]}), .rdata_o(held_out)
  );
  assign {held_port, held_ingress, held_length, held_data} = held_out;

  // Arrival order, with lazy deletion. While the head is still held its sequence h0 is below e0 + DEPTH, where e0 was
  // expected when it came, and everything queued since lies in (e0, e + DEPTH) with e <= h0: fewer than 2 * DEPTH entries.
  logic [SW-1:0] order_seq;
  logic [63:0]   order_stamp;
  cf_ram #(.WIDTH(SW + 64), .DEPTH(CN*2*DEPTH)) u_order (
    .clk_i,
    .we_i(hold), .waddr_i({ch_q, c.order_wr}), .wdata_i({seq_q[SW-1:0], stamp}),
    .raddr_i({ch_q, c.order_rd}), .rdata_o({order_seq, order_stamp})
  );

  // ---------------------------------------------------------------- the machine
  logic            out_ready;
  logic            out_valid_d;
  item_head_t      out_d;
  logic            out_held;    // data from the held store
  logic            gap_open_d, set_gap_open, set_deadline;
  logic [63:0]     deadline_d;
  logic            unhold;
  logic            end_due;
  logic            confirmed;   // expected moves on through a message that was shown
  logic            speaks;      // the state in hand hands something up that was not shown
  logic [63:0]     ahead;
  logic [15:0]     group_bits;
  logic [3:0]      group_first;

  assign find_from = find_new_q ? c.expected : find_q;
  assign out_ready = !item_valid_o || item_ready_i;
  assign end_due   = c.end_pending && !c.ended && c.held_count == '0 && !c.announced_valid;

  always_comb begin
    n = c;
    state_d = state_q;
    back_d = back_q;
    by_depth_d = by_depth_q;
    in_hand_d = in_hand_q;
    ch_d = ch_q;
    port_d = port_q;
    seq_d = seq_q;
    remaining_d = remaining_q;
    find_d = find_q;
    out_valid_d = 1'b0;
    out_d = '0;
    out_held = 1'b0;
    frame_pop_o = '0;
    msg_pop_o = '0;
    hold = 1'b0;
    unhold = 1'b0;
    gap_we = 1'b0;
    left_we = 1'b0;
    clear_we = 1'b0;
    set_gap_open = 1'b0;
    gap_open_d = 1'b0;
    set_deadline = 1'b0;
    deadline_d = '0;
    accept_o = 1'b0;
    stale_o = 1'b0;
    channel_event_o = '0;
    line_event_o = '0;
    event_port_o = 2'(port_q);
    gap_messages_o = '0;
    begun_d = begun_q;
    leave = 1'b0;
    verdict_back_d = verdict_back_q;
    commit_d = commit_q;
    commit_first_d = commit_first_q;
    commit_ch_d = commit_ch_q;
    show_take_back_o = 1'b0;
    skew_first_o = 1'b0;
    skew_again_o = 1'b0;
    confirmed = 1'b0;
    ahead = '0;
    group_bits = '0;
    group_first = '0;

    // Before anything else is said of a channel, what was shown of it gets its verdict.
    speaks = state_q == S_SESSION || state_q == S_RESTART || state_q == S_GAP || state_q == S_DRAIN_OUT || state_q == S_END;
    if (speaks && (commit_q || outstanding)) begin
      verdict_back_d = state_q;
      state_d = commit_q ? S_COMMIT : S_ABORT;
    end else unique case (state_q)
      S_IDLE: begin
        if (commit_q && (!(pick_deadline || pick_frame) || (pick_deadline ? deadline_ch : pick_channel) != commit_ch_q)) begin
          ch_d = commit_ch_q;
          verdict_back_d = S_IDLE;
          state_d = S_COMMIT;
        end else if (pick_deadline) begin
          ch_d = deadline_ch;
          state_d = S_FIND;
          back_d = S_IDLE;
          by_depth_d = 1'b0;
        end else if (pick_frame) begin
          port_d = pick_port;
          ch_d = pick_channel;
          if (begun_q[pick_port]) begin
            seq_d = begun_seq_q[pick_port];
            remaining_d = begun_remaining_q[pick_port];
            state_d = !active_q[pick_channel] ? S_SKIP : (begun_seq_q[pick_port] == '0) ? S_UNSEQUENCED : S_MESSAGE;
          end else begin
            state_d = S_FRAME;
          end
        end
      end

      // A frame's turn: sessions first, then its messages or its announcement.
      S_FRAME: begin
        seq_d = frame.sequence_number;
        remaining_d = frame.messages;
        begun_d[port_q] = 1'b1;
        if (frame.aborted) begin
          // Nothing is left of the frame but what it has shown.
          verdict_back_d = commit_q ? S_FRAME : S_SKIP;
          state_d = !(active_q[ch_q] && outstanding && frame.shown_epoch == shown_epoch_i[ch_q]) ? S_SKIP
                  : commit_q ? S_COMMIT : S_ABORT;
        end else if (!active_q[ch_q]) begin
          state_d = S_SKIP; // disabled while the frame was inside
        end else if (frame.sequence_number != '0 && c.session_valid && c.session != frame.session) begin
          if (is_left) begin
            stale_o = 1'b1;
            state_d = S_SKIP;
          end else begin
            state_d = S_CHANGE;
          end
        end else begin
          accept_o = 1'b1;
          line_event_o[cf_pkg::LC_PACKETS] = 1'b1;
          n.seen[port_q] = 1'b1;
          if (frame.sequence_number == '0) begin
            state_d = (frame.heartbeat || frame.end_of_session) ? S_SKIP : S_UNSEQUENCED;
          end else begin
            n.session_valid = 1'b1;
            n.session = frame.session;
            if (!c.started) n.expected = frame.sequence_number;
            n.started = 1'b1;
            state_d = (frame.heartbeat || frame.end_of_session) ? S_ANNOUNCE : S_MESSAGE;
          end
        end
      end

      // Sequence 0: from the lowest-numbered port that has traffic, without arbitration.
      S_UNSEQUENCED: begin
        if (remaining_q == '0) begin
          frame_pop_o[port_q] = 1'b1;
          state_d = S_IDLE;
        end else if (!stay) begin
          leave = msg_valid;
        end else if (msg_valid) begin
          if (msg_length == '0 || (c.seen & ((PORTS'(1) << port_q) - PORTS'(1))) != '0) begin
            line_event_o[cf_pkg::LC_DUPLICATES] = msg_length != '0;
            msg_pop_o[port_q] = 1'b1;
            remaining_d = remaining_q - 16'd1;
          end else if (out_ready) begin
            out_valid_d = 1'b1;
            out_d.kind = cf_types::KIND_MESSAGE;
            out_d.unsequenced = 1'b1;
            out_d.port = 2'(port_q);
            out_d.ingress = frame.ingress;
            out_d.length = msg_length;
            channel_event_o[cf_pkg::CC_DELIVERED] = 1'b1;
            line_event_o[cf_pkg::LC_DELIVERED] = 1'b1;
            msg_pop_o[port_q] = 1'b1;
            remaining_d = remaining_q - 16'd1;
          end
        end
      end

      // The messages of a frame that does not count.
      S_SKIP: begin
        if (remaining_q == '0) begin
          frame_pop_o[port_q] = 1'b1;
          state_d = S_IDLE;
        end else if (msg_valid) begin
          msg_pop_o[port_q] = 1'b1;
          remaining_d = remaining_q - 16'd1;
        end
      end

      // Another session: everything pending of the old one goes out first.
      S_CHANGE: begin
        back_d = S_CHANGE;
        by_depth_d = 1'b0;
        if (c.held_count != '0 || c.announced_valid) state_d = S_FIND;
        else if (end_due) state_d = S_END;
        else state_d = S_SESSION;
      end

      S_SESSION: begin
        if (out_ready) begin
          out_valid_d = 1'b1;
          out_d.kind = cf_types::KIND_SESSION;
          out_d.sequence_number = frame.sequence_number;
          channel_event_o[cf_pkg::CC_SESSIONS] = 1'b1;
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
          state_d = S_FRAME;
        end
      end

      S_MESSAGE: begin
        back_d = S_MESSAGE;
        by_depth_d = 1'b0;
        ahead = seq_q - c.expected;
        if (commit_q && (remaining_q == '0 || end_due)) begin
          verdict_back_d = S_MESSAGE;
          state_d = S_COMMIT;
        end else if (end_due && !in_hand_q) begin
          state_d = S_END;
        end else if (remaining_q == '0) begin
          frame_pop_o[port_q] = 1'b1;
          state_d = S_IDLE;
        end else if (!stay && !in_hand_q) begin
          leave = msg_valid;
        end else if (msg_valid) begin
          if (cut && frame.session != c.session) begin
            // The channel has left the packet's session since it began.
            line_event_o[cf_pkg::LC_DUPLICATES] = 1'b1;
            msg_pop_o[port_q] = 1'b1;
            remaining_d = remaining_q - 16'd1;
            seq_d = seq_q + 64'd1;
          end else if (clear_new && seq_q < c.expected) begin
            state_d = S_RESTART;
          end else if (seq_q < c.expected) begin
            line_event_o[is_late ? cf_pkg::LC_LATE : cf_pkg::LC_DUPLICATES] = 1'b1;
            skew_again_o = !is_late;
            msg_pop_o[port_q] = 1'b1;
            remaining_d = remaining_q - 16'd1;
            seq_d = seq_q + 64'd1;
          end else if (seq_q == c.expected && !marked && (commit_q || outstanding)) begin
            verdict_back_d = S_MESSAGE;
            state_d = commit_q ? S_COMMIT : S_ABORT;
          end else if (seq_q == c.expected) begin
            if (msg_length == '0 || out_ready) begin
              confirmed = marked;
              skew_first_o = 1'b1;
              if (marked && !commit_q) begin
                commit_d = 1'b1;
                commit_first_d = seq_q;
                commit_ch_d = ch_q;
              end
              if (msg_length == '0) begin
                channel_event_o[cf_pkg::CC_EMPTY] = 1'b1;
              end else begin
                out_valid_d = 1'b1;
                out_d.kind = cf_types::KIND_MESSAGE;
                out_d.port = 2'(port_q);
                out_d.quiet = marked;
                out_d.sequence_number = seq_q;
                out_d.ingress = frame.ingress;
                out_d.length = msg_length;
                channel_event_o[cf_pkg::CC_DELIVERED] = 1'b1;
                line_event_o[cf_pkg::LC_DELIVERED] = 1'b1;
              end
              msg_pop_o[port_q] = 1'b1;
              remaining_d = remaining_q - 16'd1;
              seq_d = seq_q + 64'd1;
              n.expected = seq_q + 64'd1;
              if (c.announced_valid && c.announced <= n.expected) n.announced_valid = 1'b0;
              if (c.held_count != '0) begin
                if (held_at(n.expected[HW-1:0])) state_d = S_DRAIN;
              end else if (!n.announced_valid) begin
                set_gap_open = 1'b1; // nothing is missing any more
              end
            end
          end else if (ahead < 64'(DEPTH) && c.held_count != '0 && held_at(seq_q[HW-1:0])) begin
            line_event_o[cf_pkg::LC_DUPLICATES] = 1'b1;
            skew_again_o = 1'b1;
            msg_pop_o[port_q] = 1'b1;
            remaining_d = remaining_q - 16'd1;
            seq_d = seq_q + 64'd1;
          end else if (window == '0 || ahead >= 64'(DEPTH)) begin
            by_depth_d = window != '0;
            in_hand_d = 1'b1;
            state_d = S_FIND;
          end else begin
            hold = 1'b1;
            skew_first_o = 1'b1;
            n.held_count = c.held_count + 1'b1;
            n.order_wr = c.order_wr + 1'b1;
            msg_pop_o[port_q] = 1'b1;
            remaining_d = remaining_q - 16'd1;
            seq_d = seq_q + 64'd1;
            if (!gap_open_q[ch_q]) begin
              set_gap_open = 1'b1;
              gap_open_d = 1'b1;
              set_deadline = 1'b1;
              deadline_d = stamp + {32'd0, window};
            end
          end
          if (clear_new && msg_pop_o != '0) begin
            clear_we = 1'b1;
            n.clear_next = c.clear_next + 2'd1;
            if (32'(c.clear_count) < CLEARS) n.clear_count = c.clear_count + 3'd1;
          end
        end
      end

      // The unit counts anew from the Unit Clear in hand: what is pending of the old numbers goes out first.
      S_RESTART: begin
        back_d = S_RESTART;
        by_depth_d = 1'b0;
        if (c.held_count != '0 || c.announced_valid) begin
          state_d = S_FIND;
        end else if (out_ready) begin
          out_valid_d = 1'b1;
          out_d.kind = cf_types::KIND_RESTART;
          out_d.sequence_number = seq_q;
          n.expected = seq_q;
          n.gap_count = '0;
          n.gap_next = '0;
          set_gap_open = 1'b1;
          state_d = S_MESSAGE;
        end
      end

      // Heartbeat or end of session: everything below its sequence number exists.
      S_ANNOUNCE: begin
        back_d = S_ANNOUNCE;
        by_depth_d = 1'b0;
        ahead = seq_q - c.expected;
        if (seq_q > c.expected && (window == '0 || ahead >= 64'(DEPTH))) begin
          by_depth_d = window != '0;
          state_d = S_FIND;
        end else begin
          if (seq_q > c.expected) begin
            if (!c.announced_valid || seq_q > c.announced) begin
              n.announced_valid = 1'b1;
              n.announced = seq_q;
              n.announced_stamp = stamp;
            end
            if (!gap_open_q[ch_q]) begin
              set_gap_open = 1'b1;
              gap_open_d = 1'b1;
              set_deadline = 1'b1;
              deadline_d = stamp + {32'd0, window};
            end
          end
          if (frame.end_of_session) n.end_pending = 1'b1;
          remaining_d = '0;
          state_d = S_MESSAGE;
        end
      end

      // Closing a gap: find the lowest held sequence, 16 at a time.
      S_FIND: begin
        if (c.held_count == '0) begin
          find_d = (back_q == S_MESSAGE || back_q == S_ANNOUNCE) ? seq_q : c.announced;
          state_d = S_GAP;
        end else begin
          group_bits = held_mem[{ch_q, find_from[HW-1:4]}] & (16'hFFFF << find_from[3:0]);
          for (int i = 15; i >= 0; i--) if (group_bits[i]) group_first = 4'(i);
          if (group_bits != '0) begin
            find_d = {find_from[63:4], group_first};
            state_d = S_GAP;
          end else begin
            find_d = {find_from[63:4] + 60'd1, 4'd0};
          end
        end
      end

      S_GAP: begin
        if (out_ready) begin
          out_valid_d = 1'b1;
          out_d.kind = cf_types::KIND_GAP;
          out_d.sequence_number = c.expected;
          out_d.last = find_q - 64'd1;
          channel_event_o[cf_pkg::CC_GAPS] = 1'b1;
          channel_event_o[cf_pkg::CC_GAP_MESSAGES] = 1'b1;
          channel_event_o[cf_pkg::CC_CLOSED_BY_DEPTH] = by_depth_q;
          gap_messages_o = find_q - c.expected;
          gap_we = 1'b1;
          n.gap_next = c.gap_next + 1'b1;
          if (32'(c.gap_count) < GAPS) n.gap_count = c.gap_count + 1'b1;
          n.expected = find_q;
          if (c.announced_valid && c.announced <= find_q) n.announced_valid = 1'b0;
          set_gap_open = 1'b1;
          state_d = S_DRAIN;
        end
      end

      // Deliver what is held in order. The held store is read at expected, one cycle ahead.
      S_DRAIN: state_d = (c.held_count != '0 && held_at(c.expected[HW-1:0])) ? S_DRAIN_OUT : S_SETTLE;

      S_DRAIN_OUT: begin
        event_port_o = held_port;
        if (held_length == '0 || out_ready) begin
          if (held_length == '0) begin
            channel_event_o[cf_pkg::CC_EMPTY] = 1'b1;
          end else begin
            out_valid_d = 1'b1;
            out_d.kind = cf_types::KIND_MESSAGE;
            out_d.port = held_port;
            out_d.sequence_number = c.expected;
            out_d.ingress = held_ingress;
            out_d.length = held_length;
            out_held = 1'b1;
            channel_event_o[cf_pkg::CC_DELIVERED] = 1'b1;
            line_event_o[cf_pkg::LC_DELIVERED] = 1'b1;
          end
          unhold = 1'b1;
          n.held_count = c.held_count - 1'b1;
          n.expected = c.expected + 64'd1;
          if (c.announced_valid && c.announced <= n.expected) n.announced_valid = 1'b0;
          if (n.held_count == '0) n.order_rd = c.order_wr;
          state_d = S_DRAIN;
        end
      end

      // What is missing now is a further gap: it waits from its own first arrival.
      S_SETTLE: begin
        if (back_q == S_CHANGE || back_q == S_RESTART) begin
          state_d = back_q;
        end else if (c.held_count != '0) begin
          state_d = S_ORDER;
        end else begin
          set_gap_open = 1'b1;
          gap_open_d = c.announced_valid;
          set_deadline = c.announced_valid;
          deadline_d = c.announced_stamp + {32'd0, window};
          state_d = (end_due && back_q == S_IDLE) ? S_END : back_q;
        end
      end

      S_ORDER: state_d = S_ORDER_OUT;

      S_ORDER_OUT: begin
        if (SW'(order_seq - c.expected[SW-1:0]) < SW'(DEPTH) && held_at(order_seq[HW-1:0])) begin
          set_gap_open = 1'b1;
          gap_open_d = 1'b1;
          set_deadline = 1'b1;
          deadline_d = order_stamp + {32'd0, window};
          state_d = back_q;
        end else begin
          n.order_rd = c.order_rd + 1'b1;
          state_d = S_ORDER;
        end
      end

      S_END: begin
        if (out_ready) begin
          out_valid_d = 1'b1;
          out_d.kind = cf_types::KIND_END;
          out_d.sequence_number = c.expected;
          channel_event_o[cf_pkg::CC_ENDS] = 1'b1;
          n.ended = 1'b1;
          state_d = back_q;
        end
      end

      // What was confirmed since the last one.
      S_COMMIT: begin
        if (out_ready && shown_fenced_i) begin
          out_valid_d = 1'b1;
          out_d.kind = cf_types::KIND_COMMIT;
          out_d.sequence_number = commit_first_q;
          out_d.last = c.expected - 64'd1;
          commit_d = 1'b0;
          state_d = verdict_back_q;
        end
      end

      // What was shown beyond the expected number never was.
      S_ABORT: begin
        if (!outstanding) begin
          state_d = verdict_back_q;
        end else if (out_ready && shown_empty_i) begin
          out_valid_d = 1'b1;
          out_d.kind = cf_types::KIND_ABORT;
          out_d.sequence_number = c.expected;
          out_d.last = shown_next_i[ch_q] - 64'd1;
          show_take_back_o = 1'b1;
          state_d = verdict_back_q;
        end
      end

      default: state_d = S_IDLE;
    endcase

    if (msg_pop_o != '0) in_hand_d = 1'b0;
    // The other port's frame goes on at once where it can.
    if (leave) begin
      if (pick_frame && !pick_deadline && begun_q[pick_port] && pick_channel == ch_q) begin
        port_d = pick_port;
        seq_d = begun_seq_q[pick_port];
        remaining_d = begun_remaining_q[pick_port];
        state_d = (begun_seq_q[pick_port] == '0) ? S_UNSEQUENCED : S_MESSAGE;
      end else begin
        state_d = S_IDLE;
      end
    end
    if (frame_pop_o != '0) begun_d[port_q] = 1'b0;
  end

  // A channel that moved on otherwise than through what was shown is shown again from there.
  assign show_set_o     = show_take_back_o || (cut && n.expected != c.expected && !confirmed);
  assign show_channel_o = 8'(ch_q);
  assign show_next_o    = n.expected;
  assign show_fence_o   = state_q != S_COMMIT && state_d == S_COMMIT;
  // Nothing is shown past something that has to come first.
  assign show_block_o   = state_q == S_ABORT || speaks
                          || (item_valid_o && cut_through_i[item_o.channel[CW-1:0]] && !item_o.quiet && item_o.kind != cf_types::KIND_COMMIT);
  for (genvar i = 0; i < CHANNELS; i++) begin : g_show
    /* verilator lint_off UNUSEDSIGNAL */ // only the session
    context_t shown;
    /* verilator lint_on UNUSEDSIGNAL */
    assign shown = context_t'(context_mem[i]);
    assign show_ready_o[i]   = cut_through_i[i] && !pitch_i[i] && active_q[i] && shown.started && shown.session_valid && !gap_open_q[i];
    assign show_session_o[i] = shown.session;
    assign show_init_o[i]    = enable_i[i] && !active_q[i];
  end

  assign skew_sequence_o = seq_q;
  assign skew_stamp_o    = stamp;

  assign decided_o       = frame;
  assign event_channel_o = 8'(ch_q);
  assign idle_o          = state_q == S_IDLE && frame_valid_i == '0 && !item_valid_o && shown_empty_i && !commit_q;

  // Only these parts of a channel's state show outside.
  for (genvar i = 0; i < CHANNELS; i++) begin : g_channel
    /* verilator lint_off UNUSEDSIGNAL */ // registers show only a part of the state
    context_t view;
    /* verilator lint_on UNUSEDSIGNAL */
    assign view = context_t'(context_mem[i]);
    assign started_o[i]  = view.started;
    assign ended_o[i]    = view.ended;
    assign expected_o[i] = view.expected;
  end
  assign gap_open_o = gap_open_q & active_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q      <= S_IDLE;
      back_q       <= S_IDLE;
      by_depth_q   <= 1'b0;
      in_hand_q    <= 1'b0;
      ch_q         <= '0;
      port_q       <= '0;
      seq_q        <= '0;
      remaining_q  <= '0;
      find_q       <= '0;
      find_new_q   <= 1'b0;
      begun_q      <= '0;
      begun_seq_q  <= '0;
      begun_remaining_q <= '0;
      verdict_back_q <= S_IDLE;
      commit_q     <= 1'b0;
      commit_first_q <= '0;
      commit_ch_q  <= '0;
      gap_open_q   <= '0;
      active_q     <= '0;
      item_valid_o <= 1'b0;
      item_o       <= '0;
      for (int i = 0; i < CHANNELS; i++) context_mem[i] <= '0;
      held_mem     <= '0;
    end else begin
      state_q     <= state_d;
      back_q      <= back_d;
      by_depth_q  <= by_depth_d;
      in_hand_q   <= in_hand_d;
      ch_q        <= ch_d;
      port_q      <= port_d;
      seq_q       <= seq_d;
      remaining_q <= remaining_d;
      find_q      <= find_d;
      find_new_q  <= state_q != S_FIND;
      begun_q     <= begun_d;
      if (state_q != S_IDLE) begin
        begun_seq_q[port_q]       <= leave ? seq_q : seq_d;
        begun_remaining_q[port_q] <= leave ? remaining_q : remaining_d;
      end
      verdict_back_q <= verdict_back_d;
      commit_q       <= commit_d;
      commit_first_q <= commit_first_d;
      commit_ch_q    <= commit_ch_d;
      if (out_ready) begin
        item_valid_o <= out_valid_d;
        if (out_valid_d) begin
          item_o.kind            <= out_d.kind;
          item_o.channel         <= 8'(ch_q);
          item_o.port            <= out_d.port;
          item_o.unsequenced     <= out_d.unsequenced;
          item_o.provisional     <= 1'b0;
          item_o.quiet           <= out_d.quiet;
          item_o.sequence_number <= out_d.sequence_number;
          item_o.last            <= out_d.last;
          item_o.ingress         <= out_d.ingress;
          item_o.length          <= out_d.length;
          if (out_d.kind == cf_types::KIND_SESSION) item_o.data[79:0] <= frame.session;
          else if (out_held) item_o.data <= held_data;
          else item_o.data <= msg_data;
        end
      end
      if (state_q != S_IDLE) context_mem[ch_q] <= n;
      if (set_gap_open) gap_open_q[ch_q] <= gap_open_d;
      if (set_deadline) deadline_q[ch_q] <= deadline_d;
      if (hold)   held_mem[{ch_q, seq_q[HW-1:4]}][seq_q[3:0]] <= 1'b1;
      if (unhold) held_mem[{ch_q, c.expected[HW-1:4]}][c.expected[3:0]] <= 1'b0;
      // A channel that was disabled begins anew, with its configured start, between two events.
      for (int i = 0; i < CHANNELS; i++) begin
        if (!enable_i[i]) begin
          active_q[i] <= 1'b0;
        end else if (!active_q[i] && state_q == S_IDLE) begin
          active_q[i] <= 1'b1;
          // started, expected, session_valid, session: the first members of context_t
          context_mem[i] <= {start_fixed_i[i], start_i[i], session_fixed_i[i], session_i[i], {(CONTEXT_W - 146){1'b0}}};
          gap_open_q[i]  <= 1'b0;
          held_mem[i*GROUPS +: GROUPS] <= '0;
        end
      end
    end
  end
endmodule
`default_nettype wire
