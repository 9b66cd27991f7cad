// What a port answers by itself: ARP requests for its address, ICMP echo requests to it, and IGMP membership queries about the groups that the match table takes on
// this port; reports of them also on demand.
//
// It listens to the receive stream beside the receive port, one frame at a time: what comes while an answer goes out is not looked at. IPv4 header checksums are verified;
// an ICMP checksum is carried over, so that a wrong one stays wrong. IGMP reports carry the router alert option and go out at once: the random delay of RFC 2236 and
// 3376 spares a shared medium, which a switched port is not.
`default_nettype none
module cf_responder #(
  parameter int PORT = 0,
  parameter int MATCH_ENTRIES = 16
) (
  input  wire logic clk_i,
  input  wire logic rst_ni,
  input  wire logic stop_i,             // no frame may begin
  input  wire logic [63:0] rx_tdata_i,
  input  wire logic [7:0]  rx_tkeep_i,
  input  wire logic        rx_tvalid_i,
  input  wire logic        rx_tlast_i,
  input  wire logic        rx_tuser_i,
  input  wire logic        rx_inside_i,  // a frame is under way before this cycle
  // Groups.
  input  wire logic [MATCH_ENTRIES-1:0]       match_valid_i,
  input  wire logic [MATCH_ENTRIES-1:0][3:0]  match_ports_i,
  input  wire logic [MATCH_ENTRIES-1:0][31:0] match_ip_i,
  // Answers.
  output logic        tx_tvalid_o,
  output logic [63:0] tx_tdata_o,
  output logic [7:0]  tx_tkeep_o,
  output logic        tx_tlast_o,
  input  wire logic   tx_tready_i,
  // Its registers: answered in the next cycle, 0 when not asked.
  input  wire logic        sel_i,
  input  wire logic        write_i,
  input  wire logic [5:0]  offset_i,
  input  wire logic [31:0] data_i,
  output logic [31:0] rdata_o,
  output logic        busy_o,
  output logic        awake_o
);
  localparam int EW = $clog2(MATCH_ENTRIES);
  localparam int STORE = 64;            // words of the longest frame that is echoed

  // ---------------------------------------------------------------- registers
  logic        arp_q, echo_q, igmp_q, join_q, join_v2_q;
  logic [47:0] mac_q;                   // first octet in bits 47:40
  logic [31:0] ip_q;
  logic [31:0] arp_count_q, echo_count_q, query_count_q, report_count_q, missed_q;

  // As bytes stand in a word: the first one lowest.
  function automatic logic [31:0] wire32(input logic [31:0] v);
    wire32 = {v[7:0], v[15:8], v[23:16], v[31:24]};
  endfunction
  function automatic logic [15:0] wire16(input logic [15:0] v);
    wire16 = {v[7:0], v[15:8]};
  endfunction
  function automatic logic [15:0] folded(input logic [31:0] v);
    logic [16:0] once;
    once = {1'b0, v[15:0]} + {1'b0, v[31:16]};
    folded = once[15:0] + {15'd0, once[16]};
  endfunction
  logic [47:0] mac_w;
  logic [31:0] ip_w;
  assign mac_w = {wire32(mac_q[31:0]), wire16(mac_q[47:32])};
  assign ip_w  = wire32(ip_q);

  // ---------------------------------------------------------------- what came
  typedef enum logic [2:0] { LISTEN, WEIGH, JUDGE, COLLECT, ADD, SEND } state_e;
  typedef enum logic [1:0] { ARP, ECHO, V2, V3 } kind_e;
  state_e state_q;
  kind_e  kind_q;
  logic [383:0] head_q;                 // its first 48 bytes
  logic [63:0]  store [STORE];
  logic [6:0]   count_q;                // words so far, as many as 64
  logic         long_q, begun_q;        // longer than the store; its beginning was seen
  logic [7:0]   keep_q;
  logic [5:0]   last_q;                 // the last word
  logic [1:0]   weigh_q;
  logic [31:0]  sum_q;                  // of its IPv4 header
  logic         whole;
  assign whole = begun_q && rx_tlast_i && !rx_tuser_i && count_q >= 7'd6;

  // Bytes of the head, as words of the network.
  logic [15:0] ether_type, total;
  logic        to_me, to_all, to_group, is_arp, is_ip, is_echo, is_query5, is_query6, no_fragment;
  logic [31:0] query_group;
  logic [15:0] frame_bytes;
  logic [15:0] igmp_bytes;
  always_comb begin
    frame_bytes = {7'd0, last_q, 3'd0};
    for (int i = 0; i < 8; i++) frame_bytes = frame_bytes + {15'd0, keep_q[i]};
  end
  assign to_me       = head_q[47:0] == mac_w;
  assign to_all      = &head_q[47:0];
  assign to_group    = head_q[23:0] == 24'h5E0001;
  assign ether_type  = wire16(head_q[8*12 +: 16]);
  assign total       = wire16(head_q[8*16 +: 16]);
  assign no_fragment = head_q[8*20 +: 6] == '0 && head_q[8*21 +: 8] == '0;
  assign is_arp      = ether_type == 16'h0806 && head_q[8*14 +: 64] == 64'h0100_0406_0008_0100 && head_q[8*38 +: 32] == ip_w && (to_me || to_all);
  assign is_ip       = ether_type == 16'h0800 && no_fragment && folded(sum_q) == 16'hFFFF;
  assign is_echo     = is_ip && head_q[8*14 +: 8] == 8'h45 && head_q[8*23 +: 8] == 8'd1 && head_q[8*34 +: 16] == 16'h0008
                       && head_q[8*30 +: 32] == ip_w && to_me && total >= 16'd28 && !long_q && frame_bytes >= total + 16'd14;
  assign is_query5   = is_ip && head_q[8*14 +: 8] == 8'h45 && head_q[8*23 +: 8] == 8'd2 && to_group && head_q[8*34 +: 8] == 8'h11;
  assign is_query6   = is_ip && head_q[8*14 +: 8] == 8'h46 && head_q[8*23 +: 8] == 8'd2 && to_group && head_q[8*38 +: 8] == 8'h11;
  assign query_group = wire32(is_query6 ? head_q[8*42 +: 32] : head_q[8*38 +: 32]);
  assign igmp_bytes  = total - (is_query6 ? 16'd24 : 16'd20);

  // ---------------------------------------------------------------- groups
  logic [31:0]   groups [MATCH_ENTRIES];
  logic [EW:0]   found_q, entry_q, next_q;
  logic [31:0]   asked_q, group;        // the group that is asked about; 0: all
  logic          joining_q, member;
  logic [31:0]   entry_ip;
  assign entry_ip = match_ip_i[entry_q[EW-1:0]];
  // An entry of this port, its group not that of an earlier one. Nobody reports 224.0.0.1.
  always_comb begin
    member = 1'b0;
    if (state_q == COLLECT) begin
      member = match_valid_i[entry_q[EW-1:0]] && match_ports_i[entry_q[EW-1:0]][PORT] && entry_ip[31:28] == 4'hE && entry_ip != 32'hE000_0001
               && (asked_q == '0 || asked_q == entry_ip);
      for (int i = 0; i < MATCH_ENTRIES; i++) begin
        if (EW'(i) < entry_q[EW-1:0] && match_valid_i[i] && match_ports_i[i][PORT] && match_ip_i[i] == entry_ip) member = 1'b0;
      end
    end
  end
  assign group = groups[next_q[EW-1:0]];

  // ---------------------------------------------------------------- answers
  logic [31:0]  ip_sum_q, igmp_sum_q;
  logic [15:0]  bytes;                  // of a report's IPv4 datagram
  logic [7:0]   record;                 // CHANGE_TO_EXCLUDE of no source, or MODE_IS_EXCLUDE of none
  logic [31:0]  to;
  logic [7:0]   place_q;
  logic [511:0] first;                  // the first words
  logic [7:0]   last_place, last_keep;
  logic [15:0]  echo_sum;
  logic [16:0]  echo_carry;
  logic         begins;
  assign bytes  = (kind_q == V2) ? 16'd32 : 16'd32 + {5'd0, 8'(found_q), 3'd0};
  assign record = joining_q ? 8'd4 : 8'd2;
  assign to     = (kind_q == V2) ? group : 32'hE000_0016;
  assign echo_carry = {1'b0, wire16(head_q[8*36 +: 16])} + 17'h00800;
  assign echo_sum   = echo_carry[15:0] + {15'd0, echo_carry[16]};
  always_comb begin
    first = '0;
    last_place = 8'd7;
    last_keep  = 8'h0F;
    unique case (kind_q)
      ARP: begin
        first[335:0] = {head_q[8*28 +: 32], head_q[8*22 +: 48], ip_w, mac_w, 64'h0200_0406_0008_0100, 16'h0608, mac_w, head_q[8*22 +: 48]};
      end
      ECHO: begin
        first[383:0] = {head_q[383:8*38], wire16(echo_sum), head_q[8*35 +: 8], 8'd0, head_q[8*26 +: 32], ip_w, head_q[8*12 +: 112], mac_w, head_q[8*6 +: 48]};
        last_place = {2'd0, last_q};
        last_keep  = keep_q;
      end
      default: begin
        first[47:0]       = {to[7:0], to[15:8], 1'b0, to[22:16], 24'h5E0001};
        first[95:48]      = mac_w;
        first[8*12 +: 48] = {wire16(bytes), 16'hC046, 16'h0008};
        first[8*18 +: 64] = {wire16(~folded(ip_sum_q)), 8'd2, 8'd1, 16'h0040, 16'h0000};
        first[8*26 +: 64] = {wire32(to), ip_w};
        first[8*34 +: 32] = 32'h0000_0494;
        first[8*40 +: 16] = wire16(~folded(igmp_sum_q));
        if (kind_q == V2) begin
          first[8*38 +: 16] = 16'h0016;
          first[8*42 +: 32] = wire32(to);
        end else begin
          first[8*38 +: 16] = 16'h0022;
          first[8*44 +: 16] = wire16({8'd0, 8'(found_q)});
          first[8*46 +: 8]  = record;
          if (found_q > (EW + 1)'(1)) begin
            last_place = 8'd5 + 8'(found_q);
            last_keep  = 8'h3F;
          end
        end
      end
    endcase
  end
  always_comb begin
    tx_tdata_o = first[{place_q[2:0], 6'd0} +: 64];
    if (place_q >= 8'd6) begin
      if (kind_q == ECHO) tx_tdata_o = store[place_q[5:0]];
      // Word 6 + k: no source, group k, and the type of the next record.
      else if (kind_q == V3 && next_q < found_q) tx_tdata_o = {8'd0, (next_q + 1'b1 < found_q) ? record : 8'd0, wire32(group), 16'd0};
      else if (kind_q == V3) tx_tdata_o = '0;
    end
  end
  assign tx_tvalid_o = state_q == SEND;
  assign tx_tlast_o  = place_q == last_place;
  assign tx_tkeep_o  = tx_tlast_o ? last_keep : 8'hFF;
  assign begins      = place_q == '0;
  assign busy_o      = state_q != LISTEN || join_q;
  assign awake_o     = busy_o || ((arp_q || echo_q || igmp_q) && (rx_tvalid_i || begun_q));

  always_ff @(posedge clk_i) begin
    rdata_o <= '0;
    if (!rst_ni) begin
      {arp_q, echo_q, igmp_q, join_q, join_v2_q, begun_q, long_q, joining_q} <= '0;
      mac_q   <= '0;
      ip_q    <= '0;
      {arp_count_q, echo_count_q, query_count_q, report_count_q, missed_q} <= '0;
      state_q <= LISTEN;
      kind_q  <= ARP;
      count_q <= '0;
      place_q <= '0;
      {found_q, entry_q, next_q} <= '0;
    end else begin
      if (rx_tvalid_i && !rx_inside_i && state_q != LISTEN && (arp_q || echo_q || igmp_q)) missed_q <= missed_q + 32'd1;
      if (rx_tvalid_i && rx_tlast_i) begun_q <= 1'b0;
      unique case (state_q)
        LISTEN: begin
          if (rx_tvalid_i) begin
            if (!rx_inside_i) begin
              begun_q <= !rx_tlast_i;
              long_q  <= 1'b0;
              count_q <= 7'd1;
              head_q[63:0] <= rx_tdata_i;
            end else if (begun_q) begin
              if (count_q < 7'd6) head_q[{count_q[2:0], 6'd0} +: 64] <= rx_tdata_i;
              store[count_q[5:0]] <= rx_tdata_i;
              if (count_q == 7'd64) long_q <= 1'b1;
              else count_q <= count_q + 7'd1;
            end
            keep_q <= rx_tkeep_i;
            last_q <= count_q[5:0];
          end
          weigh_q <= '0;
          sum_q   <= '0;
          if (rx_tvalid_i && whole && rx_inside_i) begin
            if (count_q == 7'd64) long_q <= 1'b1;
            state_q <= WEIGH;
          end else if (join_q && !begun_q && !rx_tvalid_i) begin
            state_q   <= COLLECT;
            kind_q    <= join_v2_q ? V2 : V3;
            asked_q   <= '0;
            joining_q <= 1'b1;
          end
          {found_q, entry_q, next_q} <= '0;
          place_q    <= '0;
          igmp_sum_q <= '0;
        end
        // The IPv4 header's sum, three times four half-words: 14 to 33, or 37.
        WEIGH: begin
          weigh_q <= weigh_q + 2'd1;
          unique case (weigh_q)
            2'd0: sum_q <= {16'd0, head_q[8*14 +: 16]} + {16'd0, head_q[8*16 +: 16]} + {16'd0, head_q[8*18 +: 16]} + {16'd0, head_q[8*20 +: 16]};
            2'd1: sum_q <= sum_q + {16'd0, head_q[8*22 +: 16]} + {16'd0, head_q[8*24 +: 16]} + {16'd0, head_q[8*26 +: 16]} + {16'd0, head_q[8*28 +: 16]};
            default: begin
              sum_q <= sum_q + {16'd0, head_q[8*30 +: 16]} + {16'd0, head_q[8*32 +: 16]}
                       + ((head_q[8*14 +: 4] == 4'd6) ? {16'd0, head_q[8*34 +: 16]} + {16'd0, head_q[8*36 +: 16]} : 32'd0);
              state_q <= JUDGE;
            end
          endcase
        end
        JUDGE: begin
          state_q   <= LISTEN;
          joining_q <= 1'b0;
          if (arp_q && is_arp) begin
            kind_q  <= ARP;
            state_q <= SEND;
          end else if (echo_q && is_echo) begin
            kind_q  <= ECHO;
            state_q <= SEND;
          end else if (igmp_q && (is_query5 || is_query6) && (igmp_bytes == 16'd8 || igmp_bytes >= 16'd12)) begin
            kind_q  <= (igmp_bytes == 16'd8) ? V2 : V3;
            asked_q <= query_group;
            state_q <= COLLECT;
          end
        end
        COLLECT: begin
          if (member) begin
            groups[found_q[EW-1:0]] <= entry_ip;
            found_q <= found_q + 1'b1;
            if (kind_q == V3) igmp_sum_q <= igmp_sum_q + {16'd0, record, 8'd0} + {16'd0, entry_ip[31:16]} + {16'd0, entry_ip[15:0]};
          end
          entry_q <= entry_q + 1'b1;
          if (32'(entry_q) == MATCH_ENTRIES - 1) begin
            state_q <= (member || found_q != '0) ? ADD : LISTEN;
            if (joining_q) join_q <= 1'b0;
            else if (member || found_q != '0) query_count_q <= query_count_q + 32'd1;
          end
        end
        // The sums of the next report.
        ADD: begin
          ip_sum_q <= 32'h46C0 + 32'h4000 + 32'h0102 + 32'h9404 + {16'd0, bytes} + {16'd0, ip_q[31:16]} + {16'd0, ip_q[15:0]} + {16'd0, to[31:16]} + {16'd0, to[15:0]};
          igmp_sum_q <= (kind_q == V2) ? 32'h1600 + {16'd0, to[31:16]} + {16'd0, to[15:0]} : igmp_sum_q + 32'h2200 + 32'(found_q);
          place_q <= '0;
          state_q <= SEND;
        end
        default: begin // SEND
          if (tx_tready_i) begin
            place_q <= place_q + 8'd1;
            if (kind_q == V3 && place_q >= 8'd6) next_q <= next_q + 1'b1;
            if (tx_tlast_o) begin
              state_q <= LISTEN;
              unique case (kind_q)
                ARP:  arp_count_q <= arp_count_q + 32'd1;
                ECHO: echo_count_q <= echo_count_q + 32'd1;
                default: report_count_q <= report_count_q + 32'd1;
              endcase
              if (kind_q == V2 && next_q + 1'b1 < found_q) begin
                next_q  <= next_q + 1'b1;
                state_q <= ADD;
              end
            end
          end else if (stop_i && begins) begin
            state_q <= LISTEN;
          end
        end
      endcase

      if (sel_i && write_i) begin
        unique case (32'(offset_i))
          cf_pkg::RESPONDER_CONTROL: begin
            arp_q     <= data_i[cf_pkg::RESPONDER_CONTROL_ARP_BIT];
            echo_q    <= data_i[cf_pkg::RESPONDER_CONTROL_ECHO_BIT];
            igmp_q    <= data_i[cf_pkg::RESPONDER_CONTROL_IGMP_BIT];
            join_q    <= data_i[cf_pkg::RESPONDER_CONTROL_JOIN_BIT];
            join_v2_q <= data_i[cf_pkg::RESPONDER_CONTROL_VERSION_BIT +: 2] == 2'd2;
          end
          cf_pkg::RESPONDER_MAC_LO: mac_q[31:0] <= data_i;
          cf_pkg::RESPONDER_MAC_HI: mac_q[47:32] <= data_i[15:0];
          cf_pkg::RESPONDER_IP: ip_q <= data_i;
          default: ;
        endcase
      end
      if (sel_i && !write_i) begin
        unique case (32'(offset_i))
          0: rdata_o <= cf_pkg::RESPONDER_TYPE;
          4: rdata_o <= cf_pkg::RESPONDER_VERSION;
          8: rdata_o <= cf_pkg::RESPONDER_NEXT;
          cf_pkg::RESPONDER_CONTROL: rdata_o <= {22'd0, join_v2_q ? 2'd2 : 2'd3, 3'd0, join_q, 1'b0, igmp_q, echo_q, arp_q};
          cf_pkg::RESPONDER_MAC_LO: rdata_o <= mac_q[31:0];
          cf_pkg::RESPONDER_MAC_HI: rdata_o <= {16'd0, mac_q[47:32]};
          cf_pkg::RESPONDER_IP: rdata_o <= ip_q;
          cf_pkg::RESPONDER_ARP_REPLIES: rdata_o <= arp_count_q;
          cf_pkg::RESPONDER_ECHO_REPLIES: rdata_o <= echo_count_q;
          cf_pkg::RESPONDER_QUERIES: rdata_o <= query_count_q;
          cf_pkg::RESPONDER_REPORTS: rdata_o <= report_count_q;
          cf_pkg::RESPONDER_MISSED: rdata_o <= missed_q;
          default: ;
        endcase
      end
    end
  end
endmodule
`default_nettype wire
