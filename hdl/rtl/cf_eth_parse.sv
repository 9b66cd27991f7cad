// Ethernet (802.1Q, QinQ) / IPv4 / UDP parser of one port.
//
// Follows a frame as it arrives and hands the beats of its UDP payload on, one cycle later and in their lanes; the verdict comes two cycles after the
// last beat: the first reject reason that applies, in the order of the register map, or NONE. Whoever consumes the payload must be able to take it back.
//
// Everything stands on fixed places: the Ethernet header is 14, 18 or 22 bytes and IPv4 headers are whole words, so that the UDP header begins in
// half-word 1 or 3 of a beat. A beat's places are prepared while the beat before it is on the wire; what is learnt from a beat is in registers in the cycle after it.
`default_nettype none
module cf_eth_parse (
  input  wire logic        clk_i,
  input  wire logic        rst_ni,
  // Sampled at the first beat of a frame: frames that begin while 0 are not there.
  input  wire logic        enable_i,
  // Beat number of the beat now on the wire.
  input  wire logic [63:0] time_i,
  // From the MAC, never stalled. tuser on tlast: bad FCS. tkeep has no holes.
  input  wire logic [63:0] tdata_i,
  input  wire logic [7:0]  tkeep_i,
  input  wire logic        tvalid_i,
  input  wire logic        tlast_i,
  input  wire logic        tuser_i,
  // Shortest and longest good frame, bytes without FCS.
  input  wire logic [15:0] min_frame_i,
  input  wire logic [15:0] max_frame_i,
  // Keys for the match, as they pass on the wire. The unit is byte 3 of the payload.
  output logic        mac_valid_o,
  output logic [47:0] mac_o,
  output logic        ip_high_valid_o,
  output logic [15:0] ip_high_o,
  output logic        ip_low_valid_o,
  output logic [15:0] ip_low_o,
  output logic        udp_valid_o,
  output logic [15:0] udp_o,
  output logic        unit_valid_o,
  output logic [7:0]  unit_o,
  // Its answer, two cycles after the last key: address and port are known; the entry is one of PITCH; one with this unit is there.
  input  wire logic        hit_i,
  input  wire logic        pitch_i,
  input  wire logic        unit_hit_i,
  // First beat of a frame is being taken. A frame has ended, and its verdict is under way.
  output logic        sof_o,
  output logic        busy_o,
  // A frame without a verdict yet, its verdict included; the first beat of the oldest.
  output logic        inside_o,
  output logic [63:0] inside_start_o,
  // Payload: lanes below word_end_o, in the first word from lane 2 or (word_high_o) 6 on. Byte 0 in bits 7:0.
  output logic        word_valid_o,
  output logic [63:0] word_data_o,
  output logic        word_first_o,
  output logic        word_high_o,
  output logic [3:0]  word_end_o,
  // The same for the block of a PITCH unit, which may end earlier.
  output logic [3:0]  word_block_end_o,
  // The frame's last beat, in step with its word if there is one.
  output logic        word_eof_o,
  // The headers have passed, and are good as far as is known; the match has answered. Never for frames that end before.
  output logic        head_o,
  output logic        head_ok_o,
  output logic [6:0]  head_payload_at_o,
  output logic [63:0] head_start_o,
  // Verdict, one cycle after the last beat's word.
  output logic        eof_o,
  output logic [4:0]  reason_o,
  output logic [63:0] stamp_o,
  output logic [63:0] start_o,
  output logic [15:0] length_o,
  output logic        headed_o
);
  // ---------------------------------------------------------------- the beat on the wire
  logic             take;
  logic [3:0][15:0] half;      // half-words, network order
  logic             in_frame_q;
  logic [3:0]       beat_q;    // number of the beat on the wire, 15 from there on
  logic [12:0]      beats_q;   // beats before this one
  logic [2:0]       part;      // bytes of a beat that is not full

  assign take  = tvalid_i && (in_frame_q || enable_i);
  assign sof_o = take && !in_frame_q;
  always_comb begin
    for (int k = 0; k < 4; k++) half[k] = {tdata_i[16*k +: 8], tdata_i[16*k+8 +: 8]};
    part = '0;
    for (int i = 0; i < 7; i++) if (tkeep_i[i]) part = 3'(i + 1);
  end

  // ---------------------------------------------------------------- what was learnt so far
  logic        tag_q, tag2_q, ipv4_q; // known from beats 2 and 3 on
  logic [15:0] first_q, first2_q;     // version, header length, service; behind two tags
  logic [15:0] total_q;
  logic [13:0] fragment_q;
  logic [7:0]  protocol_q;
  logic [15:0] udp_length_q, udp_checksum_q;
  logic [63:0] start_q;

  /* verilator lint_off UNUSEDSIGNAL */ // the type of service
  logic [15:0] first;
  /* verilator lint_on UNUSEDSIGNAL */
  logic [3:0]  ihl;
  logic [4:0]  middle;   // the UDP header begins in half-word 2 * middle + 1
  logic [2:0]  base;
  assign first  = tag2_q ? first2_q : first_q;
  assign ihl    = first[11:8];
  assign base   = tag2_q ? 3'd5 : tag_q ? 3'd4 : 3'd3;
  assign middle = {2'd0, base} + {1'b0, ihl};

  // The beat on the wire: holds the beginning of the UDP header; is the next one, in which the payload begins; comes behind that; right behind.
  logic        udp_q, behind_q, past_q, second_q;
  logic        high_q;   // it begins in the fourth half-word, else in the second
  // UDP bytes of the beat on the wire once the payload is open: all, or those below low_q.
  logic        full_q;
  logic [2:0]  low_q;
  logic [12:0] full_beats_q;
  // The same for the block, by the length in the first two bytes of the payload.
  logic        block_full_q;
  logic [2:0]  block_low_q;
  logic [12:0] block_beats_q;

  logic        b1, b2, b3, b4, b5;
  assign b1 = beat_q == 4'd1;
  assign b2 = beat_q == 4'd2;
  assign b3 = beat_q == 4'd3;
  assign b4 = beat_q == 4'd4;
  assign b5 = beat_q == 4'd5;

  logic        is_tag, is_tag2;
  assign is_tag  = half[2] == 16'h8100 || half[2] == 16'h88A8;
  assign is_tag2 = half[0] == 16'h8100;

  // ---------------------------------------------------------------- the UDP length, as it passes
  logic        length_here;
  logic [15:0] udp_length;
  logic [15:0] to_end;     // from the next beat on
  logic        to_end_full;
  logic [2:0]  to_end_low;
  assign length_here = high_q ? behind_q : udp_q;
  assign udp_length  = high_q ? half[1] : half[3];
  always_comb begin
    to_end      = udp_length - (high_q ? 16'd10 : 16'd6);
    to_end_full = udp_length[15:5] != '0 || udp_length[4:0] >= (high_q ? 5'd18 : 5'd14);
    to_end_low  = (udp_length[15:4] != '0 || udp_length[3:0] > (high_q ? 4'd10 : 4'd6)) ? to_end[2:0] : 3'd0;
  end

  logic [15:0] block, block_to_end;
  logic        block_to_end_full;
  logic [3:0]  word_end, block_end;
  always_comb begin
    block             = high_q ? tdata_i[63:48] : tdata_i[31:16];
    block_to_end      = block - (high_q ? 16'd2 : 16'd6);
    block_to_end_full = block[15:4] != '0 || block[3:0] >= (high_q ? 4'd10 : 4'd14);
    word_end          = full_q ? 4'd8 : {1'b0, low_q};
    block_end         = block_full_q ? 4'd8 : {1'b0, block_low_q};
  end

  // ---------------------------------------------------------------- sums
  logic [3:0] ip_part;             // half-words of the IPv4 header
  logic [7:0] udp_part;            // bytes of the UDP datagram and of its pseudo header
  logic       twice1, twice3;      // the UDP length counts twice
  logic [7:0] rest;
  logic       more8, more9;
  always_comb begin
    ip_part[0] = (b2 && !tag_q) || (!b2 && !behind_q && !past_q && beat_q > 4'd2);
    ip_part[1] = (b2 || beat_q > 4'd2) && !behind_q && !past_q && (!udp_q || high_q);
    ip_part[2] = ip_part[1];
    ip_part[3] = beat_q != 4'd0 && !udp_q && !behind_q && !past_q;

    for (int i = 0; i < 8; i++) rest[i] = full_q || {1'b0, low_q} > 4'(i);
    more8 = udp_length[15:4] != '0 || udp_length[3:0] > 4'd8;
    more9 = udp_length[15:4] != '0 || udp_length[3:0] > 4'd9;
    udp_part = '0;
    if (past_q) udp_part = rest;
    if (behind_q) udp_part = high_q ? 8'hFF : (rest | 8'h03);
    if (udp_q) udp_part = high_q ? 8'hC0 : 8'hFC;
    // The addresses.
    if (!tag_q && b3) udp_part |= 8'hFC;
    if (!tag_q && b4) udp_part |= 8'h03;
    if (tag_q && !tag2_q && b3) udp_part |= 8'hC0;
    if (tag_q && !tag2_q && b4) udp_part |= 8'h3F;
    if (tag2_q && b4) udp_part |= 8'hFC;
    if (tag2_q && b5) udp_part |= 8'h03;
    twice1 = behind_q && high_q;
    twice3 = udp_q && !high_q;
  end
  logic [3:0][15:0] ip_half, udp_half;
  always_comb begin
    for (int k = 0; k < 4; k++) begin
      ip_half[k]  = ip_part[k] ? half[k] : '0;
      udp_half[k] = {udp_part[2*k] ? half[k][15:8] : 8'd0, udp_part[2*k+1] ? half[k][7:0] : 8'd0};
    end
  end

  logic ip_ok, udp_ok, first_beat_q, ip_start;
  logic [15:0] ip_start_value;
  logic [1:0]  second_third_q; // the beat before this cycle was beat 1, beat 2
  // What was summed before a tag turned out to be one does not count.
  assign ip_start       = first_beat_q || (second_third_q[0] && tag_q) || (second_third_q[1] && tag2_q);
  assign ip_start_value = (second_third_q[1] && tag2_q) ? first2_q : 16'd0;
  cf_checksum u_ip_sum (
    .clk_i, .valid_i(take),
    .a0_i(ip_half[0]), .a1_i({1'b0, ip_half[1]}), .b0_i(ip_half[2]), .b1_i({1'b0, ip_half[3]}), .b1_first_i(1'b0), .b1_none_i(1'b0),
    .start_i(ip_start), .start_value_i(ip_start_value), .ok_o(ip_ok)
  );
  cf_checksum u_udp_sum (
    .clk_i, .valid_i(take),
    .a0_i(udp_half[0]), .a1_i(twice1 ? {half[1], 1'b0} : {1'b0, udp_half[1]}),
    .b0_i(udp_half[2]), .b1_i(twice3 ? {half[3], 1'b0} : {1'b0, udp_half[3]}),
    .b1_first_i(behind_q && high_q && !more9), .b1_none_i(behind_q && high_q && !more8),
    .start_i(first_beat_q), .start_value_i(16'd17), .ok_o(udp_ok)
  );

  // ---------------------------------------------------------------- keys
  assign mac_valid_o     = sof_o;
  assign mac_o           = {half[0], half[1], half[2]};
  assign ip_high_valid_o = take && (tag2_q ? b4 : tag_q ? b4 : b3);
  assign ip_high_o       = (tag_q && !tag2_q) ? half[1] : half[3];
  assign ip_low_valid_o  = take && (tag2_q ? b5 : b4);
  assign ip_low_o        = (tag_q && !tag2_q) ? half[2] : half[0];
  assign udp_valid_o     = take && (high_q ? behind_q : udp_q);
  assign udp_o           = high_q ? half[0] : half[2];
  assign unit_valid_o    = take && (high_q ? second_q : behind_q);
  assign unit_o          = high_q ? tdata_i[15:8] : tdata_i[47:40];

  // ---------------------------------------------------------------- beat by beat
  logic        over_q;      // oversize: refused anyway, kept out of the buffers
  logic        last_q, bad_fcs_q, head_q, headed_q;
  logic [15:0] length_q;
  logic [63:0] stamp_q;
  logic [15:0] header_end_q, room_q;
  logic [16:0] total_end_q;
  logic        total_low_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      in_frame_q   <= 1'b0;
      beat_q       <= '0;
      beats_q      <= '0;
      tag_q        <= 1'b0;
      tag2_q       <= 1'b0;
      ipv4_q       <= 1'b0;
      udp_q        <= 1'b0;
      behind_q     <= 1'b0;
      past_q       <= 1'b0;
      second_q     <= 1'b0;
      over_q       <= 1'b0;
      last_q       <= 1'b0;
      head_q       <= 1'b0;
      headed_q     <= 1'b0;
      first_beat_q <= 1'b0;
      second_third_q <= 2'b00;
      word_valid_o <= 1'b0;
      word_eof_o   <= 1'b0;
    end else begin
      last_q       <= take && tlast_i;
      first_beat_q <= sof_o;
      second_third_q <= {take && b2, take && b1};
      word_valid_o <= take && !over_q && (behind_q || (past_q && (full_q || low_q != '0)));
      word_eof_o   <= take && tlast_i;
      head_q       <= take && (high_q ? second_q : behind_q);
      if (take) begin
        in_frame_q <= !tlast_i;
        beat_q     <= tlast_i ? '0 : (beat_q == '1) ? beat_q : beat_q + 4'd1;
        beats_q    <= tlast_i ? '0 : (beats_q[12:1] == '1) ? beats_q : beats_q + 13'd1;
        over_q     <= !tlast_i && {beats_q, 3'd0} >= max_frame_i;
        if (sof_o) begin
          tag_q  <= 1'b0;
          tag2_q <= 1'b0;
          ipv4_q <= 1'b0;
        end
        if (b1) begin
          tag_q  <= is_tag && tkeep_i[5];
          ipv4_q <= half[2] == 16'h0800 && tkeep_i[5];
        end
        if (b2 && tag_q) begin
          tag2_q <= is_tag2 && tkeep_i[1];
          ipv4_q <= is_tag2 ? (half[2] == 16'h0800 && tkeep_i[5]) : (half[0] == 16'h0800 && tkeep_i[1]);
        end
        udp_q    <= !tlast_i && beat_q >= 4'd3 && beat_q != 4'd15 && middle[4:1] == beat_q + 4'd1 && !behind_q && !past_q;
        behind_q <= !tlast_i && udp_q;
        second_q <= !tlast_i && behind_q;
        past_q   <= !tlast_i && (behind_q || past_q);
        headed_q <= !sof_o && (headed_q || (high_q ? second_q : behind_q));
      end
    end
  end

  // Without a reset: of a beat that another register knows to be there.
  always_ff @(posedge clk_i) begin
    word_data_o  <= tdata_i;
    word_first_o <= behind_q;
    word_high_o  <= high_q;
    word_end_o   <= behind_q ? 4'd8 : past_q ? word_end : 4'd0;
    word_block_end_o <= behind_q ? 4'd8 : !past_q ? 4'd0 : (block_end < word_end) ? block_end : word_end;
    bad_fcs_q    <= tuser_i;
    stamp_q      <= time_i + 64'd1;
    length_q     <= {tkeep_i[7] ? beats_q + 13'd1 : beats_q, tkeep_i[7] ? 3'd0 : part};
    if (sof_o) start_q <= time_i;
    if (take) begin
      high_q <= middle[0];
      if (b1) first_q <= half[3];
      if (b2) begin
        if (tag_q) first_q <= half[1];
        first2_q   <= half[3];
        total_q    <= tag_q ? half[2] : half[0];
        fragment_q <= half[2][13:0];
        protocol_q <= half[3][7:0];
      end
      if (b3 && tag_q) begin
        if (tag2_q) total_q <= half[0];
        fragment_q <= tag2_q ? half[2][13:0] : half[0][13:0];
        protocol_q <= tag2_q ? half[3][7:0] : half[1][7:0];
      end
      if (length_here) begin
        udp_length_q <= udp_length;
        full_q       <= to_end_full;
        low_q        <= to_end_low;
        full_beats_q <= to_end[15:3];
      end else if (full_q) begin
        full_q       <= full_beats_q[12:1] != '0;
        full_beats_q <= full_beats_q - 13'd1;
      end else begin
        low_q        <= '0;
      end
      if (behind_q) begin
        block_full_q  <= block_to_end_full;
        block_beats_q <= block_to_end[15:3];
        block_low_q   <= block_to_end[2:0];
      end else if (block_full_q) begin
        block_full_q  <= block_beats_q[12:1] != '0;
        block_beats_q <= block_beats_q - 13'd1;
      end else begin
        block_low_q   <= '0;
      end
      if (behind_q) udp_checksum_q <= high_q ? half[2] : half[0];
    end
    // A beat behind what they are made of, and two before they are looked at.
    header_end_q <= {9'd0, middle, 2'b00} + 16'd2;
total_end_q  <= {1'b0, total_q} + {12'd0, base, 2'b10};
    room_q       <= total_q - {10'd0, ihl, 2'b00};
    total_low_q  <= total_q < {10'd0, ihl, 2'b00};
  end

  // ---------------------------------------------------------------- verdict
  // One cycle after the last beat: everything but the sums and the match.
  logic [4:0] frame_reason, packet_reason;
  logic [3:0] version;
  assign version = first[15:12];
  always_comb begin
    frame_reason = cf_pkg::REJ_NONE;
    if (bad_fcs_q)                                frame_reason = cf_pkg::REJ_BAD_FCS;
    else if (length_q < min_frame_i)              frame_reason = cf_pkg::REJ_RUNT;
    else if (length_q > max_frame_i)              frame_reason = cf_pkg::REJ_OVERSIZE;
    else if (!ipv4_q)                             frame_reason = cf_pkg::REJ_NOT_IPV4;
    else if (length_q < {11'd0, base, 2'b10} + 16'd20
             || version != 4'd4 || ihl < 4'd5
             || length_q < header_end_q || total_low_q
             || {1'b0, length_q} < total_end_q)   frame_reason = cf_pkg::REJ_BAD_IPV4_HEADER;

    packet_reason = cf_pkg::REJ_NONE;
    if (fragment_q != '0)                         packet_reason = cf_pkg::REJ_FRAGMENT;
    else if (protocol_q != 8'd17)                 packet_reason = cf_pkg::REJ_NOT_UDP;
    else if (room_q < 16'd8 || udp_length_q < 16'd8
             || udp_length_q > room_q)            packet_reason = cf_pkg::REJ_BAD_UDP_LENGTH;
  end

  logic [4:0] frame_reason_q, packet_reason_q;
  logic       summed_q, short_mold_q, short_unit_q, head_good_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      eof_o  <= 1'b0;
      head_o <= 1'b0;
    end else begin
      eof_o  <= last_q;
      head_o <= head_q;
    end
    frame_reason_q  <= frame_reason;
    packet_reason_q <= packet_reason;
    summed_q        <= udp_checksum_q != '0;
    short_mold_q    <= udp_length_q < 16'd28;
    short_unit_q    <= udp_length_q < 16'd16;
    head_good_q     <= ipv4_q && version == 4'd4 && ihl >= 4'd5 && fragment_q == '0 && protocol_q == 8'd17 && udp_length_q >= 16'd8;
    head_payload_at_o <= {middle, 2'b00} + 7'd10;
    start_o         <= start_q;
    stamp_o         <= stamp_q;
    length_o        <= length_q;
    headed_o        <= headed_q;
  end

  always_comb begin
    reason_o = cf_pkg::REJ_NONE;
    if (frame_reason_q != cf_pkg::REJ_NONE)               reason_o = frame_reason_q;
    else if (!ip_ok)                                      reason_o = cf_pkg::REJ_BAD_IPV4_HEADER;
    else if (packet_reason_q != cf_pkg::REJ_NONE)         reason_o = packet_reason_q;
    else if (summed_q && !udp_ok)                         reason_o = cf_pkg::REJ_BAD_UDP_CHECKSUM;
    else if (!hit_i)                                      reason_o = cf_pkg::REJ_NO_CHANNEL;
    else if (pitch_i ? short_unit_q : short_mold_q)       reason_o = cf_pkg::REJ_SHORT_PROTOCOL_HEADER;
    else if (pitch_i && !unit_hit_i)                      reason_o = cf_pkg::REJ_NO_CHANNEL;
  end
  assign head_ok_o    = head_good_q && ip_ok && hit_i && (!pitch_i || unit_hit_i);
  assign head_start_o = start_o;
  assign busy_o       = last_q || eof_o;
  assign inside_o     = in_frame_q || last_q || eof_o;
  assign inside_start_o = eof_o ? start_o : start_q;
endmodule
`default_nettype wire
