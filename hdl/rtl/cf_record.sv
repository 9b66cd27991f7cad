// Items to records: ITCH and PITCH decode, stock-locate filter, record layout. Two stages.
//
// The clock of a PITCH unit stands here: a message carries nanoseconds only, the seconds come in Time messages.
//
// The filter's bitmap is read while the message is being registered, so it costs no time.
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

  logic            s1_valid_q, s2_ready, advance;
  cf_types::item_t s1_q;
  logic [31:0]     filter_word;
  logic [15:0]     locate;
  logic [10:0]     filter_row;

  assign s2_ready     = !record_valid_o || record_ready_i;
  assign advance      = !s1_valid_q || s2_ready;
  assign item_ready_o = advance;
  // Stock locate: message bytes 1 and 2, big-endian.
  assign filter_row = advance ? {item_i.data[15:8], item_i.data[23:21]} : {s1_q.data[15:8], s1_q.data[23:21]};
  assign locate    = {s1_q.data[15:8], s1_q.data[23:16]};

  cf_ram #(.WIDTH(32), .DEPTH((1 << CW)*2048)) u_filter (
    .clk_i, .we_i(filter_we_i), .waddr_i(filter_addr_i), .wdata_i(filter_data_i),
    .raddr_i({advance ? item_i.channel[CW-1:0] : s1_q.channel[CW-1:0], filter_row}), .rdata_o(filter_word)
  );

  logic [1023:0] body, itch_body, pitch_body;
  logic          two_slots, known, itch_two_slots, itch_known, pitch_two_slots, pitch_known, pitch;
  logic [31:0]   nanoseconds;
  assign pitch     = pitch_i[s1_q.channel[CW-1:0]];
  assign body      = pitch ? pitch_body : itch_body;
  assign two_slots = pitch ? pitch_two_slots : itch_two_slots;
  assign known     = pitch ? pitch_known : itch_known;
  cf_itch_decode u_decode (
    .valid_i(s1_valid_q && !pitch), .msg_i(s1_q.data), .length_i(s1_q.length),
    .body_o(itch_body), .two_slots_o(itch_two_slots), .known_o(itch_known)
  );
  cf_pitch_decode u_pitch (
    .valid_i(s1_valid_q && pitch), .msg_i(s1_q.data), .length_i(s1_q.length),
    .body_o(pitch_body), .two_slots_o(pitch_two_slots), .nanoseconds_o(nanoseconds), .known_o(pitch_known)
  );

  // ---------------------------------------------------------------- clocks of PITCH units
  logic [CHANNELS-1:0][47:0] clock_q;
  logic [CHANNELS-1:0]       certain_q;
  logic                      is_time, forgets, certain;
  logic [47:0]               clock;
  assign is_time = s1_valid_q && pitch && s1_q.kind == cf_types::KIND_MESSAGE && pitch_known && s1_q.data[15:8] == cf_pkg::PITCH_TIME;
  assign forgets = s1_valid_q && (s1_q.kind == cf_types::KIND_GAP || s1_q.kind == cf_types::KIND_RESTART);
  // A Time message is certain itself.
  assign clock   = is_time ? {16'd0, s1_q.data[47:16]} * 48'd1000000000 : clock_q[s1_q.channel[CW-1:0]];
  assign certain = is_time || certain_q[s1_q.channel[CW-1:0]];
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      clock_q   <= '0;
      certain_q <= '0;
    end else begin
      for (int i = 0; i < CHANNELS; i++) begin
        if (!enable_i[i]) begin
          clock_q[i]   <= '0;
          certain_q[i] <= 1'b0;
        end else if (s2_ready && s1_q.channel == 8'(i)) begin
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
    is_message = s1_q.kind == cf_types::KIND_MESSAGE;
    is_unknown = is_message && !known;
    // What went up provisionally is counted when it is confirmed.
    filtered = is_message && known && !pitch && filter_i[s1_q.channel[CW-1:0]] && locate != '0 && !filter_word[locate[4:0]];
    drop = filtered || s1_q.quiet || s1_q.kind == cf_types::KIND_RESTART;
    is_range = s1_q.kind == cf_types::KIND_GAP || s1_q.kind == cf_types::KIND_COMMIT || s1_q.kind == cf_types::KIND_ABORT;

    data = '0;
    if (s1_valid_q) unique case (s1_q.kind)
      cf_types::KIND_MESSAGE: begin
        if (known) begin
          data = body;
          data[8*cf_pkg::RH_TYPE +: 8] = pitch ? s1_q.data[15:8] : s1_q.data[7:0];
          if (pitch) data[8*cf_pkg::RH_TIMESTAMP +: 48] = clock + {16'd0, nanoseconds};
        end else begin
          data[8*cf_pkg::RH_TYPE +: 8] = cf_pkg::RT_UNKNOWN;
          data[8*cf_pkg::R_UNKNOWN_RAW_TYPE +: 8] = pitch ? s1_q.data[15:8] : s1_q.data[7:0];
          data[8*cf_pkg::R_UNKNOWN_LENGTH +: 16] = s1_q.length;
        end
        data[8*cf_pkg::RH_FLAGS + cf_pkg::RF_PORT_BIT +: 2] = s1_q.port;
        data[8*cf_pkg::RH_FLAGS + cf_pkg::RF_UNSEQUENCED_BIT] = s1_q.unsequenced;
        data[8*cf_pkg::RH_FLAGS + cf_pkg::RF_TIME_UNCERTAIN_BIT] = pitch && !certain;
        data[8*cf_pkg::RH_FLAGS + cf_pkg::RF_PROVISIONAL_BIT] = s1_q.provisional;
        data[8*cf_pkg::RH_FLAGS + cf_pkg::RF_TWO_SLOTS_BIT] = known && two_slots;
        data[8*cf_pkg::RH_INGRESS +: 16] = s1_q.ingress[47:32];
        data[8*(cf_pkg::RH_INGRESS + 2) +: 32] = s1_q.ingress[31:0];
      end
      cf_types::KIND_GAP: begin
        data[8*cf_pkg::RH_TYPE +: 8] = cf_pkg::RT_GAP;
        data[8*cf_pkg::R_GAP_LAST +: 64] = s1_q.last;
      end
      cf_types::KIND_SESSION: begin
        data[8*cf_pkg::RH_TYPE +: 8] = cf_pkg::RT_SESSION;
        data[8*cf_pkg::R_SESSION_SESSION +: 80] = s1_q.data[79:0];
      end
      cf_types::KIND_END: data[8*cf_pkg::RH_TYPE +: 8] = cf_pkg::RT_END;
      cf_types::KIND_COMMIT: begin
        data[8*cf_pkg::RH_TYPE +: 8] = cf_pkg::RT_COMMIT;
        data[8*cf_pkg::R_COMMIT_LAST +: 64] = s1_q.last;
      end
      cf_types::KIND_ABORT: begin
        data[8*cf_pkg::RH_TYPE +: 8] = cf_pkg::RT_ABORT;
        data[8*cf_pkg::R_ABORT_LAST +: 64] = s1_q.last;
      end
      default: ;
    endcase
    data[8*cf_pkg::RH_CHANNEL +: 8] = s1_q.channel;
    data[8*cf_pkg::RH_SEQUENCE +: 64] = s1_q.sequence_number;
  end

  assign unknown_o       = s1_valid_q && s2_ready && is_unknown && !s1_q.provisional;
  assign filtered_o      = s1_valid_q && s2_ready && filtered && !s1_q.provisional;
  assign event_channel_o = s1_q.channel;
  assign busy_o          = s1_valid_q || record_valid_o;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      s1_valid_q     <= 1'b0;
      s1_q           <= '0;
      record_valid_o <= 1'b0;
      record_o       <= '0;
    end else begin
      if (advance) begin
        s1_valid_q <= item_valid_i;
        if (item_valid_i) s1_q <= item_i;
      end
      if (s2_ready) begin
        record_valid_o <= s1_valid_q && !drop;
        if (s1_valid_q && !drop) begin
          record_o.channel   <= s1_q.channel;
          record_o.two_slots <= is_message && known && two_slots;
          record_o.first     <= s1_q.sequence_number;
          record_o.last      <= is_range ? s1_q.last : s1_q.sequence_number;
          record_o.data      <= data;
        end
      end
    end
  end
endmodule
`default_nettype wire
