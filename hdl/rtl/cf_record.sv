// Items to records: ITCH decode, stock-locate filter, record layout. Two stages.
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

  logic [1023:0] body;
  logic          two_slots, known;
  cf_itch_decode u_decode (
    .valid_i(s1_valid_q), .msg_i(s1_q.data), .length_i(s1_q.length), .body_o(body), .two_slots_o(two_slots), .known_o(known)
  );

  logic          drop, is_message, is_unknown;
  logic [1023:0] data;
  always_comb begin
    is_message = s1_q.kind == cf_types::KIND_MESSAGE;
    is_unknown = is_message && !known;
    drop = is_message && known && filter_i[s1_q.channel[CW-1:0]] && locate != '0 && !filter_word[locate[4:0]];

    data = '0;
    if (s1_valid_q) unique case (s1_q.kind)
      cf_types::KIND_MESSAGE: begin
        if (known) begin
          data = body;
          data[8*cf_pkg::RH_TYPE +: 8] = s1_q.data[7:0];
        end else begin
          data[8*cf_pkg::RH_TYPE +: 8] = cf_pkg::RT_UNKNOWN;
          data[8*cf_pkg::R_UNKNOWN_RAW_TYPE +: 8] = s1_q.data[7:0];
          data[8*cf_pkg::R_UNKNOWN_LENGTH +: 16] = s1_q.length;
        end
        data[8*cf_pkg::RH_FLAGS + cf_pkg::RF_PORT_BIT +: 2] = s1_q.port;
        data[8*cf_pkg::RH_FLAGS + cf_pkg::RF_UNSEQUENCED_BIT] = s1_q.unsequenced;
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
      default: ;
    endcase
    data[8*cf_pkg::RH_CHANNEL +: 8] = s1_q.channel;
    data[8*cf_pkg::RH_SEQUENCE +: 64] = s1_q.sequence_number;
  end

  assign unknown_o       = s1_valid_q && s2_ready && is_unknown;
  assign filtered_o      = s1_valid_q && s2_ready && drop;
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
          record_o.last      <= (s1_q.kind == cf_types::KIND_GAP) ? s1_q.last : s1_q.sequence_number;
          record_o.data      <= data;
        end
      end
    end
  end
endmodule
`default_nettype wire
