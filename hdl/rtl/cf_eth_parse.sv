// Ethernet (802.1Q) / IPv4 / UDP parser of one port.
//
// Follows a frame as it arrives, hands the bytes of its UDP payload on at once, and gives its
// verdict one cycle after the last beat: the first reject reason that applies, in the order of
// the register map, or NONE. Whoever consumes the payload must be able to take it back.
//
// All header fields stand on even offsets, so a beat is looked at as four half-words.
`default_nettype none
module cf_eth_parse (
  input  wire logic        clk_i,
  input  wire logic        rst_ni,
  // Sampled at the first beat of a frame: frames that begin while 0 are not there.
  input  wire logic        enable_i,
  // Beat number of the beat now on the wire.
  input  wire logic [63:0] time_i,
  // From the MAC, never stalled. tuser on tlast: bad FCS.
  input  wire logic [63:0] tdata_i,
  input  wire logic [7:0]  tkeep_i,
  input  wire logic        tvalid_i,
  input  wire logic        tlast_i,
  input  wire logic        tuser_i,
  // Shortest and longest good frame, bytes without FCS.
  input  wire logic [15:0] min_frame_i,
  input  wire logic [15:0] max_frame_i,
  // Match look-up, answered in the same cycle.
  output logic        lookup_o,
  output logic [47:0] mac_o,
  output logic [31:0] ip_o,
  output logic [15:0] udp_o,
  input  wire logic        hit_i,
  input  wire logic [7:0]  channel_i,
  // First beat of a frame is being taken.
  output logic        sof_o,
  // Payload: up to 8 bytes, byte 0 in bits 7:0.
  output logic        word_valid_o,
  output logic [63:0] word_data_o,
  output logic [3:0]  word_bytes_o,
  // Verdict; comes with the last payload word or after it.
  output logic        eof_o,
  output logic [4:0]  reason_o,
  output logic [7:0]  channel_o,
  output logic [63:0] stamp_o,
  output logic [47:0] ingress_o,
  output logic [15:0] length_o
);
  // Everything learnt about the frame so far.
  typedef struct packed {
    logic [15:0] length;
    logic [47:0] mac;
    logic        vlan;
    logic        ipv4;
    logic [3:0]  version;
    logic [3:0]  ihl;
    logic [15:0] total_length;
    logic [13:0] fragment;
    logic [7:0]  protocol;
    logic [31:0] ip;
    logic [15:0] udp_port;
    logic [15:0] udp_length;
    logic [15:0] udp_checksum;
    logic [31:0] ip_sum;
    logic [31:0] udp_sum;
    logic [15:0] payload_left;
    logic        payload_open;
    logic        bad_fcs;
    logic [47:0] ingress;
  } frame_t;

  logic        in_frame_q;
  logic [13:0] beat_q;
  frame_t      f_q, f_d;

  logic        take;
  logic [13:0] beat;
  logic [3:0]  beat_bytes;
  logic [3:0][15:0] half;      // half-words, network order
  logic [63:0] word_d;
  logic [3:0]  word_bytes_d;

  assign take  = tvalid_i && (in_frame_q || enable_i);
  assign sof_o = take && !in_frame_q;
  assign beat  = in_frame_q ? beat_q : '0;

  always_comb begin
    beat_bytes = '0;
    for (int i = 0; i < 8; i++) beat_bytes += {3'd0, tkeep_i[i]};
    for (int k = 0; k < 4; k++) half[k] = {tdata_i[16*k +: 8], tdata_i[16*k+8 +: 8]};
  end

  logic [15:0] index;   // half-word index behind the Ethernet header
  logic [15:0] u;       // half-word index within the UDP datagram
  logic [15:0] l3;
  logic [15:0] masked;
  logic [2:0]  skip;    // half-words of this beat in front of the payload
  logic [3:0]  avail;
  always_comb begin
    f_d = in_frame_q ? f_q : '0;
    index = '0;
    u = '0;
    masked = '0;
    l3 = '0;
    skip = 3'd4;
    avail = '0;
    word_d = '0;
    word_bytes_d = '0;
    if (take) begin
      if (!in_frame_q) f_d.ingress = time_i[47:0];
      f_d.length = (f_d.length > 16'hFFF0) ? f_d.length : f_d.length + {12'd0, beat_bytes};
      f_d.bad_fcs = tlast_i && tuser_i;
      if (beat == 14'd0) f_d.mac = {half[0], half[1], half[2]};
      if (beat == 14'd1 && tkeep_i[5]) begin
        f_d.vlan = half[2] == 16'h8100;
        f_d.ipv4   = half[2] == 16'h0800;
      end
      if (beat == 14'd2 && f_d.vlan && tkeep_i[1]) f_d.ipv4 = half[0] == 16'h0800;

      l3 = f_d.vlan ? 16'd9 : 16'd7;
      for (int k = 0; k < 4; k++) begin
        index  = {beat, 2'(k)} - l3;
        masked = {tkeep_i[2*k] ? half[k][15:8] : 8'd0, tkeep_i[2*k+1] ? half[k][7:0] : 8'd0};
        if (f_d.ipv4 && {beat, 2'(k)} >= l3 && tkeep_i[2*k]) begin
          if (index == 16'd0) begin
            f_d.version = half[k][15:12];
            f_d.ihl     = half[k][11:8];
          end
          if (index < {11'd0, f_d.ihl, 1'b0} || index < 16'd10) begin
            f_d.ip_sum = f_d.ip_sum + {16'd0, masked};
            case (index)
              16'd1: f_d.total_length = half[k];
              16'd3: f_d.fragment = half[k][13:0];
              16'd4: f_d.protocol = half[k][7:0];
              16'd8: f_d.ip[31:16] = half[k];
              16'd9: f_d.ip[15:0] = half[k];
              default: ;
            endcase
            // Addresses are part of the UDP pseudo header.
            if (index >= 16'd6 && index < 16'd10) f_d.udp_sum = f_d.udp_sum + {16'd0, masked};
          end else begin
            u = index - {11'd0, f_d.ihl, 1'b0};
            case (u)
              16'd1: f_d.udp_port = half[k];
              16'd2: begin
                f_d.udp_length   = half[k];
                f_d.payload_left = (half[k] < 16'd8) ? 16'd0 : half[k] - 16'd8;
              end
              16'd3: f_d.udp_checksum = half[k];
              default: ;
            endcase
            if (u >= 16'd4 && skip == 3'd4 && !f_d.payload_open) skip = 3'(k);
            // The datagram ends at its UDP length, whatever the frame holds beyond it.
            if (u < 16'd4 || {u[14:0], 1'b0} < f_d.udp_length) begin
              f_d.udp_sum = f_d.udp_sum
                + {16'd0, masked[15:8], (u < 16'd4 || {u[14:0], 1'b1} < f_d.udp_length) ? masked[7:0] : 8'd0};
            end
          end
        end
      end

      if (f_d.payload_open) skip = 3'd0;
      if (skip != 3'd4) begin
        f_d.payload_open = 1'b1;
        avail = ({skip, 1'b0} >= beat_bytes) ? 4'd0 : beat_bytes - {skip, 1'b0};
        if (f_d.length > max_frame_i) avail = 4'd0; // oversize: refused anyway, keep it out of the buffers
        word_bytes_d = (f_d.payload_left < {12'd0, avail}) ? f_d.payload_left[3:0] : avail;
        word_d = tdata_i >> {skip[1:0], 4'd0};
        f_d.payload_left = f_d.payload_left - {12'd0, word_bytes_d};
      end
    end
  end

  // Verdict, from the registers of the frame that ended in the cycle before.
  logic        fin_q;
  /* verilator lint_off UNUSEDSIGNAL */ // payload bookkeeping is not part of the verdict
  frame_t      e;
  /* verilator lint_on UNUSEDSIGNAL */
  logic [63:0] stamp_q;
  assign e = f_q;

  logic [15:0] l3_bytes, header_bytes, ip_payload;
  logic [16:0] ip_fold;
  logic [31:0] udp_total;
  logic [16:0] udp_fold;
  logic [15:0] ip_csum, udp_csum;
  always_comb begin
    l3_bytes     = e.vlan ? 16'd18 : 16'd14;
    header_bytes = {10'd0, e.ihl, 2'b00};
    ip_payload   = e.total_length - header_bytes;
    ip_fold      = {1'b0, e.ip_sum[31:16]} + {1'b0, e.ip_sum[15:0]};
    ip_csum      = ip_fold[15:0] + {15'd0, ip_fold[16]};
    udp_total    = e.udp_sum + 32'd17 + {16'd0, e.udp_length};
    udp_fold     = {1'b0, udp_total[31:16]} + {1'b0, udp_total[15:0]};
    udp_csum     = udp_fold[15:0] + {15'd0, udp_fold[16]};

    reason_o = cf_pkg::REJ_NONE;
    if (e.bad_fcs)                                   reason_o = cf_pkg::REJ_BAD_FCS;
    else if (e.length < min_frame_i)                 reason_o = cf_pkg::REJ_RUNT;
    else if (e.length > max_frame_i)                 reason_o = cf_pkg::REJ_OVERSIZE;
    else if (!e.ipv4)                                reason_o = cf_pkg::REJ_NOT_IPV4;
    else if (e.length < l3_bytes + 16'd20
             || e.version != 4'd4 || e.ihl < 4'd5
             || e.length < l3_bytes + header_bytes
             || e.total_length < header_bytes
             || {1'b0, e.length} < {1'b0, l3_bytes} + {1'b0, e.total_length}
             || ip_csum != 16'hFFFF)                 reason_o = cf_pkg::REJ_BAD_IPV4_HEADER;
    else if (e.fragment != '0)                       reason_o = cf_pkg::REJ_FRAGMENT;
    else if (e.protocol != 8'd17)                    reason_o = cf_pkg::REJ_NOT_UDP;
    else if (ip_payload < 16'd8 || e.udp_length < 16'd8
             || e.udp_length > ip_payload)           reason_o = cf_pkg::REJ_BAD_UDP_LENGTH;
    else if (e.udp_checksum != '0
             && udp_csum != 16'hFFFF)                reason_o = cf_pkg::REJ_BAD_UDP_CHECKSUM;
    else if (!hit_i)                                 reason_o = cf_pkg::REJ_NO_CHANNEL;
    else if (e.udp_length < 16'd28)                  reason_o = cf_pkg::REJ_SHORT_PROTOCOL_HEADER;
  end

  assign lookup_o  = fin_q;
  assign mac_o     = e.mac;
  assign ip_o      = e.ip;
  assign udp_o     = e.udp_port;
  assign eof_o     = fin_q;
  assign channel_o = channel_i;
  assign stamp_o   = stamp_q;
  assign ingress_o = e.ingress;
  assign length_o  = e.length;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      in_frame_q   <= 1'b0;
      beat_q       <= '0;
      fin_q        <= 1'b0;
      word_valid_o <= 1'b0;
      stamp_q      <= '0;
      f_q          <= '0;
      word_data_o  <= '0;
      word_bytes_o <= '0;
    end else begin
      fin_q        <= take && tlast_i;
      word_valid_o <= take && word_bytes_d != '0;
      if (take) begin
        in_frame_q   <= !tlast_i;
        beat_q       <= (beat == '1) ? beat : beat + 14'd1;
        f_q          <= f_d;
        word_data_o  <= word_d;
        word_bytes_o <= word_bytes_d;
        stamp_q      <= time_i + 64'd1;
      end
    end
  end
endmodule
`default_nettype wire
