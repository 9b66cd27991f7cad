// Match table of one port: destination to channel. Combinational; the lowest matching entry wins.
`default_nettype none
module cf_match #(
  parameter int ENTRIES  = 16,
  parameter int CHANNELS = 4,
  parameter int PORT     = 0
) (
  // Table, from the registers.
  input  wire logic [ENTRIES-1:0]       valid_i,
  input  wire logic [ENTRIES-1:0]       match_mac_i,
  input  wire logic [ENTRIES-1:0][3:0]  ports_i,
  input  wire logic [ENTRIES-1:0][7:0]  channel_i,
  input  wire logic [ENTRIES-1:0][31:0] ip_i,
  input  wire logic [ENTRIES-1:0][15:0] udp_i,
  input  wire logic [ENTRIES-1:0][47:0] mac_i,
  input  wire logic [CHANNELS-1:0]      channel_enable_i,
  // Look-up.
  input  wire logic        lookup_i,
  input  wire logic [47:0] mac_key_i,
  input  wire logic [31:0] ip_key_i,
  input  wire logic [15:0] udp_key_i,
  output logic        hit_o,
  output logic [7:0]  channel_o
);
  localparam int CW = (CHANNELS > 1) ? $clog2(CHANNELS) : 1;

  always_comb begin
    hit_o     = 1'b0;
    channel_o = '0;
    if (lookup_i) begin
      for (int i = ENTRIES - 1; i >= 0; i--) begin
        if (valid_i[i] && ports_i[i][PORT] && ip_i[i] == ip_key_i && udp_i[i] == udp_key_i
            && (!match_mac_i[i] || mac_i[i] == mac_key_i)) begin
          // A hit on an entry whose channel does not exist or is disabled is no hit.
          hit_o     = 32'(channel_i[i]) < CHANNELS && channel_enable_i[channel_i[i][CW-1:0]];
          channel_o = channel_i[i];
        end
      end
    end
  end
endmodule
`default_nettype wire
