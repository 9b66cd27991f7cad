// Items to records: ITCH and PITCH decode, stock-locate filter, record layout. One stage.
//
// The clock of a PITCH unit stands here: a message carries nanoseconds only, the seconds come in Time messages.
//
// The filter's bitmap is read a cycle ahead: `hint_*` says whose word the next decided item will need. An item whose word was not read (a provisional one, which nobody
// foresees) waits a cycle, and only when its channel has a filter.
`default_nettype none
module cf_record #(
  parameter int CHANNELS = 4
) (
  input  wire logic clk_i,
  input  wire logic rst_ni,
  // From the arbiter.
  input  wire logic            item_valid_i,
  input  wire cf_types::item_t item_i,
  output logic            item_ready_o,
  // What the next item will probably be: channel, and the row of its stock locate.
  /* verilator lint_off UNUSEDSIGNAL */ // as many bits as there are channels
  input  wire logic [7:0]  hint_channel_i,
  /* verilator lint_on UNUSEDSIGNAL */
  input  wire logic [10:0] hint_row_i,
  // To the ring.
  output logic              record_valid_o,
  output cf_types::record_t record_o,
  input  wire logic              record_ready_i,
  // Channels of PITCH 2; a channel's clock begins anew while it is disabled.
  input  wire logic [CHANNELS-1:0] pitch_i,
  input  wire logic [CHANNELS-1:0] enable_i,
  // Filter: enabled per channel; written 32 locates at a time.
  input  wire logic [CHANNELS-1:0] filter_i,
  input  wire logic                           filter_we_i,
  input  wire logic [(CHANNELS > 1 ? $clog2(CHANNELS) : 1)+10:0]   filter_addr_i,
  input  wire logic [31:0]                    filter_data_i,
  // Events.
  output logic       unknown_o,
  output logic       filtered_o,
  output logic [7:0] event_channel_o,
  output logic       busy_o
);
  localparam int CW = (CHANNELS > 1) ? $clog2(CHANNELS) : 1;

  logic            ready, needs_filter, is_read, accept;
  logic [31:0]     filter_word;
  logic [15:0]     locate;
  logic [CW-1:0]   channel, row_channel, row_channel_q;
  logic [10:0]     row, row_q;

  assign channel      = item_i.channel[CW-1:0];
  assign ready        = !record_valid_o || record_ready_i;
  // Stock locate: message bytes 1 and 2, big-endian.
  assign locate       = {item_i.data[15:8], item_i.data[23:16]};
  assign needs_filter = filter_i[channel] && item_i.kind == cf_types::KIND_MESSAGE;
  assign is_read      = row_q == locate[15:5] && row_channel_q == channel;
  assign item_ready_o = ready && (!needs_filter || is_read);
  assign accept       = item_valid_i && item_ready_o;
  assign row          = (item_valid_i && !accept) ? locate[15:5] : hint_row_i;
  assign row_channel  = (item_valid_i && !accept) ? channel : hint_channel_i[CW-1:0];
  always_ff @(posedge clk_i) begin
    row_q         <= row;
    row_channel_q <= row_channel;
  end

  cf_ram #(.WIDTH(32), .DEPTH((1 << CW)*2048)) u_filter (
    .clk_i, .we_i(filter_we_i), .waddr_i(filter_addr_i), .wdata_i(filter_data_i), .raddr_i({row_channel, row}), .rdata_o(filter_word)
  );

  logic [1023:0] body, itch_body, pitch_body;
  logic          two_slots, known, itch_two_slots, itch_known, pitch_two_slots, pitch_known, pitch;
  logic [31:0]   nanoseconds;
  assign pitch     = pitch_i[channel];
  assign body      = pitch ? pitch_body : itch_body;
  assign two_slots = pitch ? pitch_two_slots : itch_two_slots;
  assign known     = pitch ? pitch_known : itch_known;
  cf_itch_decode u_decode (
    .valid_i(item_valid_i && !pitch), .msg_i(item_i.data), .length_i(item_i.length),
    .body_o(itch_body), .two_slots_o(itch_two_slots), .known_o(itch_known)
  );
  cf_pitch_decode u_pitch (
    .valid_i(item_valid_i && pitch), .msg_i(item_i.data), .length_i(item_i.length),
    .body_o(pitch_body), .two_slots_o(pitch_two_slots), .nanoseconds_o(nanoseconds), .known_o(pitch_known)
  );

  // ---------------------------------------------------------------- clocks of PITCH units
  logic [CHANNELS-1:0][47:0] clock_q;
  logic [CHANNELS-1:0]       certain_q;
  logic                      is_time, forgets, certain;
  logic [47:0]               clock;
  assign is_time = item_valid_i && pitch && item_i.kind == cf_types::KIND_MESSAGE && pitch_known && item_i.data[15:8] == cf_pkg::PITCH_TIME;
  assign forgets = item_valid_i && (item_i.kind == cf_types::KIND_GAP || item_i.kind == cf_types::KIND_RESTART);
  // A Time message is certain itself.
  assign clock   = is_time ? {16'd0, item_i.data[47:16]} * 48'd1000000000 : clock_q[channel];
  assign certain = is_time || certain_q[channel];
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      clock_q   <= '0;
      certain_q <= '0;
    end else begin
      for (int i = 0; i < CHANNELS; i++) begin
        if (!enable_i[i]) begin
          clock_q[i]   <= '0;
          certain_q[i] <= 1'b0;
        end else if (accept && channel == CW'(i)) begin
          if (is_time) begin
            clock_q[i]   <= clock;
            certain_q[i] <= 1'b1;
          end else if (forgets) begin
            certain_q[i] <= 1'b0;
          end
        end
      end
    end
  end

  logic          drop, filtered, is_message, is_unknown, is_range;
  logic [1023:0] data;
  always_comb begin
    is_message = item_i.kind == cf_types::KIND_MESSAGE;
    is_unknown = is_message && !known;
    // What went up provisionally is counted when it is confirmed.
    filtered = is_message && known && !pitch && filter_i[channel] && locate != '0 && !filter_word[locate[4:0]];
    drop = filtered || item_i.quiet || item_i.kind == cf_types::KIND_RESTART;
    is_range = item_i.kind == cf_types::KIND_GAP || item_i.kind == cf_types::KIND_COMMIT || item_i.kind == cf_types::KIND_ABORT;

    data = '0;
    if (item_valid_i) unique case (item_i.kind)
      cf_types::KIND_MESSAGE: begin
        if (known) begin
          data = body;
          data[8*cf_pkg::RH_TYPE +: 8] = pitch ? item_i.data[15:8] : item_i.data[7:0];
          if (pitch) data[8*cf_pkg::RH_TIMESTAMP +: 48] = clock + {16'd0, nanoseconds};
        end else begin
          data[8*cf_pkg::RH_TYPE +: 8] = cf_pkg::RT_UNKNOWN;
          data[8*cf_pkg::R_UNKNOWN_RAW_TYPE +: 8] = pitch ? item_i.data[15:8] : item_i.data[7:0];
          data[8*cf_pkg::R_UNKNOWN_LENGTH +: 16] = item_i.length;
        end
        data[8*cf_pkg::RH_FLAGS + cf_pkg::RF_PORT_BIT +: 2] = item_i.port;
        data[8*cf_pkg::RH_FLAGS + cf_pkg::RF_UNSEQUENCED_BIT] = item_i.unsequenced;
        data[8*cf_pkg::RH_FLAGS + cf_pkg::RF_TIME_UNCERTAIN_BIT] = pitch && !certain;
        data[8*cf_pkg::RH_FLAGS + cf_pkg::RF_PROVISIONAL_BIT] = item_i.provisional;
        data[8*cf_pkg::RH_FLAGS + cf_pkg::RF_TWO_SLOTS_BIT] = known && two_slots;
        data[8*cf_pkg::RH_INGRESS +: 16] = item_i.ingress[47:32];
        data[8*(cf_pkg::RH_INGRESS + 2) +: 32] = item_i.ingress[31:0];
      end
      cf_types::KIND_GAP: begin
        data[8*cf_pkg::RH_TYPE +: 8] = cf_pkg::RT_GAP;
        data[8*cf_pkg::R_GAP_LAST +: 64] = item_i.last;
      end
      cf_types::KIND_SESSION: begin
        data[8*cf_pkg::RH_TYPE +: 8] = cf_pkg::RT_SESSION;
        data[8*cf_pkg::R_SESSION_SESSION +: 80] = item_i.data[79:0];
      end
      cf_types::KIND_END: data[8*cf_pkg::RH_TYPE +: 8] = cf_pkg::RT_END;
      cf_types::KIND_COMMIT: begin
        data[8*cf_pkg::RH_TYPE +: 8] = cf_pkg::RT_COMMIT;
        data[8*cf_pkg::R_COMMIT_LAST +: 64] = item_i.last;
      end
      cf_types::KIND_ABORT: begin
        data[8*cf_pkg::RH_TYPE +: 8] = cf_pkg::RT_ABORT;
        data[8*cf_pkg::R_ABORT_LAST +: 64] = item_i.last;
      end
      default: ;
    endcase
    data[8*cf_pkg::RH_CHANNEL +: 8] = item_i.channel;
    data[8*cf_pkg::RH_SEQUENCE +: 64] = item_i.sequence_number;
  end

  assign unknown_o       = accept && is_unknown && !item_i.provisional;
  assign filtered_o      = accept && filtered && !item_i.provisional;
  assign event_channel_o = item_i.channel;
  assign busy_o          = record_valid_o;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      record_valid_o <= 1'b0;
      record_o       <= '0;
    end else if (ready) begin
      record_valid_o <= accept && !drop;
      if (accept && !drop) begin
        record_o.channel   <= item_i.channel;
        record_o.two_slots <= is_message && known && two_slots;
        record_o.first     <= item_i.sequence_number;
        record_o.last      <= is_range ? item_i.last : item_i.sequence_number;
        record_o.data      <= data;
      end
    end
  end
endmodule
`default_nettype wire
