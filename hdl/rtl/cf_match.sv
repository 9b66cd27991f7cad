// Match table of one port: destination to channel; the lowest matching entry wins.
//
// The keys of a frame are compared with all entries as they pass; two cycles after the last of them the answer stands, until keys of the next frame come.
// An entry of PITCH also names a unit: a frame hits it by address and port, and one of the entries at that address must have the frame's unit.
`default_nettype none
module cf_match #(
  parameter int ENTRIES  = 16,
  parameter int CHANNELS = 4,
  parameter int PORT     = 0
) (
  input  wire logic clk_i,
  // Table, from the registers.
  input  wire logic [ENTRIES-1:0]       valid_i,
  input  wire logic [ENTRIES-1:0]       match_mac_i,
  input  wire logic [ENTRIES-1:0]       pitch_i,
  input  wire logic [ENTRIES-1:0][3:0]  ports_i,
  input  wire logic [ENTRIES-1:0][7:0]  channel_i,
  input  wire logic [ENTRIES-1:0][31:0] ip_i,
  input  wire logic [ENTRIES-1:0][15:0] udp_i,
  input  wire logic [ENTRIES-1:0][47:0] mac_i,
  input  wire logic [ENTRIES-1:0][7:0]  unit_i,
  input  wire logic [CHANNELS-1:0]      channel_enable_i,
  // Keys, in this order or together.
  input  wire logic        mac_valid_i,
  input  wire logic [47:0] mac_key_i,
  input  wire logic        ip_high_valid_i,
  input  wire logic [15:0] ip_high_key_i,
  input  wire logic        ip_low_valid_i,
  input  wire logic [15:0] ip_low_key_i,
  input  wire logic        udp_valid_i,
  input  wire logic [15:0] udp_key_i,
  input  wire logic        unit_valid_i,
  input  wire logic [7:0]  unit_key_i,
  // Address and port are known to an enabled channel; the entry is one of PITCH; its unit is there.
  output logic        hit_o,
  output logic        pitch_o,
  output logic        unit_hit_o,
  output logic [7:0]  channel_o
);
  localparam int CW = (CHANNELS > 1) ? $clog2(CHANNELS) : 1;

  // An entry that is used on this port; one whose channel exists and is enabled.
  logic [ENTRIES-1:0] used_q, open_q;
  // What was equal so far.
  logic [ENTRIES-1:0] mac_q, ip_high_q, ip_low_q, address_q, unit_q;

  // The last half of the address may come in the same beat as the port.
  logic [ENTRIES-1:0] ip_low;
  always_comb begin
    for (int i = 0; i < ENTRIES; i++) ip_low[i] = ip_low_valid_i ? ip_i[i][15:0] == ip_low_key_i : ip_low_q[i];
  end

  always_ff @(posedge clk_i) begin
    for (int i = 0; i < ENTRIES; i++) begin
      used_q[i] <= valid_i[i] && ports_i[i][PORT];
      open_q[i] <= 32'(channel_i[i]) < CHANNELS && channel_enable_i[channel_i[i][CW-1:0]];
      if (mac_valid_i)     mac_q[i]     <= !match_mac_i[i] || mac_i[i] == mac_key_i;
      if (ip_high_valid_i) ip_high_q[i] <= ip_i[i][31:16] == ip_high_key_i;
      ip_low_q[i] <= ip_low[i];
      if (udp_valid_i)     address_q[i] <= used_q[i] && mac_q[i] && ip_high_q[i] && ip_low[i] && udp_i[i] == udp_key_i;
      if (unit_valid_i)    unit_q[i]    <= unit_i[i] == unit_key_i;
    end
  end

  // Lowest first. An entry of PITCH without the frame's unit does not count for the channel.
  logic       hit, pitch;
  logic       unit_hit;
  logic [7:0] channel;
  always_comb begin
    hit      = 1'b0;
    pitch    = 1'b0;
    unit_hit = 1'b0;
    channel  = '0;
    for (int i = ENTRIES - 1; i >= 0; i--) begin
      if (address_q[i]) begin
        hit   = pitch_i[i] || open_q[i];
        pitch = pitch_i[i];
      end
      if (address_q[i] && (!pitch_i[i] || unit_q[i])) begin
        unit_hit = open_q[i];
        channel  = channel_i[i];
      end
    end
  end

  always_ff @(posedge clk_i) begin
    hit_o      <= hit;
    pitch_o    <= pitch;
    unit_hit_o <= unit_hit;
    channel_o  <= channel;
  end
endmodule
`default_nettype wire
