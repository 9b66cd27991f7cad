// The register file of the data path: device, ring, match, port and channel blocks. An access is answered in the next cycle; unknown addresses read 0 and
// ignore writes, so that software can probe. What stands from 0x3000 to 0xFFFF is answered by cf_lab.
`default_nettype none
module cf_regs #(
  parameter int CHANNELS      = 4,
  parameter int PORTS         = 2,
  parameter int MATCH_ENTRIES = 16,
  parameter int RINGS         = 1,
  parameter logic [31:0] BUILD_ID = 32'd0
) (
  input  wire logic clk_i,
  input  wire logic rst_ni,
  // Register bus.
  input  wire logic        req_valid_i,
  input  wire logic        req_write_i,
  input  wire logic        req_console_i,  // the console asks: it has a latched high word of its own
  input  wire logic [cf_pkg::ADDRESS_BITS-1:0] req_address_i,
  input  wire logic [31:0] req_data_i,
  output logic        rsp_valid_o,
  output logic [31:0] rsp_data_o,
  // Device.
  input  wire logic [63:0] time_i,
  output logic        enable_o,
  output logic [15:0] min_frame_o,
  output logic [15:0] max_frame_o,
  // Match table.
  output logic [MATCH_ENTRIES-1:0]       match_valid_o,
  output logic [MATCH_ENTRIES-1:0]       match_mac_o,
  output logic [MATCH_ENTRIES-1:0][3:0]  match_ports_o,
  output logic [MATCH_ENTRIES-1:0][7:0]  match_channel_o,
  output logic [MATCH_ENTRIES-1:0][31:0] match_ip_o,
  output logic [MATCH_ENTRIES-1:0][15:0] match_udp_o,
  output logic [MATCH_ENTRIES-1:0][47:0] match_mac_key_o,
  output logic [MATCH_ENTRIES-1:0]       match_pitch_o,
  output logic [MATCH_ENTRIES-1:0][7:0]  match_unit_o,
  // Channels.
  output logic [CHANNELS-1:0]       channel_enable_o,
  output logic [CHANNELS-1:0]       start_fixed_o,
  output logic [CHANNELS-1:0]       session_fixed_o,
  output logic [CHANNELS-1:0]       filter_o,
  output logic [CHANNELS-1:0]       cut_through_o,
  output logic [CHANNELS-1:0]       pitch_o,
  output logic [CHANNELS-1:0][31:0] window_o,
  output logic [CHANNELS-1:0][63:0] start_o,
  output logic [CHANNELS-1:0][79:0] session_o,
  input  wire logic [CHANNELS-1:0]       started_i,
  input  wire logic [CHANNELS-1:0]       gap_open_i,
  input  wire logic [CHANNELS-1:0]       ended_i,
  input  wire logic [CHANNELS-1:0][63:0] expected_i,
  input  wire logic [CHANNELS-1:0][PORTS-1:0][63:0] last_i,
  // Rings.
  output logic [CHANNELS-1:0][1:0] ring_of_o,
  output logic [RINGS-1:0]       ring_enable_o,
  output logic [RINGS-1:0][63:0] ring_base_o,
  output logic [RINGS-1:0][63:0] ring_index_o,
  output logic [RINGS-1:0][4:0]  ring_size_log2_o,
  output logic [RINGS-1:0][31:0] ring_credit_o,
  output logic [RINGS-1:0]       ring_wakes_o,
  output logic [RINGS-1:0][15:0] ring_count_o,
  output logic [RINGS-1:0][31:0] ring_holdoff_o,
  input  wire logic [RINGS-1:0][31:0] ring_producer_i,
  input  wire logic [RINGS-1:0][63:0] ring_records_i,
  input  wire logic [RINGS-1:0][63:0] ring_dropped_i,
  input  wire logic [RINGS-1:0][31:0] ring_interrupts_i,
  input  wire logic [31:0] ring_errors_i,
  // Filter window.
  output logic                         filter_we_o,
  output logic [(CHANNELS > 1 ? $clog2(CHANNELS) : 1)+10:0] filter_addr_o,
  output logic [31:0]                  filter_data_o,
  // Counters, and the copy of all of them.
  output logic        take_o,
  output logic        copy_o,
  output logic [7:0]  counter_port_o,
  output logic [7:0]  counter_channel_o,
  output logic [7:0]  counter_line_o,
  output logic [7:0]  counter_index_o,
  input  wire logic [63:0] port_value_i,
  input  wire logic [63:0] channel_value_i,
  input  wire logic [63:0] line_value_i,
  // Skew histograms: of counter_channel_o.
  output logic [1:0]  skew_port_o,
  output logic [3:0]  skew_bin_o,
  input  wire logic [31:0] skew_value_i
);
  localparam int AB = cf_pkg::ADDRESS_BITS;
  localparam int CW = (CHANNELS > 1) ? $clog2(CHANNELS) : 1;
  localparam int MW = $clog2(MATCH_ENTRIES);
  localparam int RW = (RINGS > 1) ? $clog2(RINGS) : 1;
  typedef logic [AB-1:0] addr_t;

  // Which block an address is in, which instance, and the offset in it.
  typedef enum logic [2:0] { B_DEVICE, B_RING, B_MATCH, B_PORT, B_CHANNEL, B_FILTER, B_NONE } block_e;
  typedef struct packed {
    block_e      block;
    logic [7:0]  instance_number;
    logic [12:0] offset;
  } place_t;

  // A plain vector in the shape of place_t: yosys loses the members of a struct that a function returns.
  function automatic logic [23:0] locate(input addr_t address);
    addr_t rest;
    locate = {B_NONE, 8'd0, 13'd0};
    if (address >= cf_pkg::FILTER_BASE) begin
      rest = address - cf_pkg::FILTER_BASE;
      if (32'(rest) < CHANNELS * cf_pkg::FILTER_STRIDE) begin
        locate = {B_FILTER, {3'd0, rest[AB-1:13]}, rest[12:0]};
      end
    end else if (address >= cf_pkg::CHANNEL_BASE) begin
      rest = address - cf_pkg::CHANNEL_BASE;
      if (32'(rest) < CHANNELS * cf_pkg::CHANNEL_STRIDE) begin
        locate = {B_CHANNEL, rest[16:9], {4'd0, rest[8:0]}};
      end
    end else if (address >= cf_pkg::PORT_BASE) begin
      rest = address - cf_pkg::PORT_BASE;
      if (32'(rest) < PORTS * cf_pkg::PORT_STRIDE) begin
        locate = {B_PORT, rest[16:9], {4'd0, rest[8:0]}};
      end
    end else if (address >= cf_pkg::MATCH_BASE) begin
      rest = address - cf_pkg::MATCH_BASE;
      if (32'(rest) < MATCH_ENTRIES * cf_pkg::MATCH_STRIDE) begin
        locate = {B_MATCH, rest[12:5], {8'd0, rest[4:0]}};
      end
    end else if (address >= cf_pkg::FURTHER_RING_BASE) begin
      // The header is there even if there is no further ring.
      rest = address - cf_pkg::RING_BASE;
      locate = {(32'(rest) < RINGS * cf_pkg::FURTHER_RING_STRIDE || rest[AB-1:4] == 14'h8) ? B_RING : B_NONE, rest[14:7], {6'd0, rest[6:0]}};
    end else if (address >= cf_pkg::RING_BASE) begin
      locate = {B_RING, 8'd0, {6'd0, address[6:0]}};
    end else begin
      locate = {B_DEVICE, 8'd0, {5'd0, address[7:0]}};
    end
  endfunction

  // The type, version and next words that begin every block.
  function automatic logic [31:0] header(input logic [12:0] offset, input logic [31:0] block_type,
                                         input logic [31:0] version, input logic [31:0] next);
    unique case (offset)
      13'd0: header = block_type;
      13'd4: header = version;
      13'd8: header = next;
      default: header = '0;
    endcase
  endfunction

  // ---------------------------------------------------------------- write
  logic   mine, write, read;
  place_t place;
  logic [MW-1:0] entry;
  logic [CW-1:0] channel;
  logic [RW-1:0] ring;

  assign mine    = req_valid_i && !(req_address_i[17:16] == '0 && req_address_i[15:12] >= 4'd3);
  assign write   = mine && req_write_i;
  assign read    = mine && !req_write_i;
  assign place   = place_t'(locate(req_address_i));
  assign entry   = place.instance_number[MW-1:0];
  assign channel = place.instance_number[CW-1:0];
  assign ring    = place.instance_number[RW-1:0];
  assign filter_we_o    = write && place.block == B_FILTER;
  assign filter_addr_o  = {channel, place.offset[12:2]};
  assign filter_data_o  = req_data_i;

  logic [31:0] scratch_q, taken_q;
  logic [1:0]  copying_q;        // who reads the copy: host, console
  logic [CHANNELS-1:0][3:0] protocol_q;
  logic [CHANNELS-1:0][1:0] mode_q;

  for (genvar i = 0; i < CHANNELS; i++) begin : g_mode
    assign cut_through_o[i] = mode_q[i] == 2'd1;
    assign pitch_o[i]       = protocol_q[i] == 4'd1;
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      scratch_q <= '0;
      enable_o <= 1'b0;
      min_frame_o <= 16'(cf_pkg::DEVICE_MIN_FRAME_BYTES_RESET);
      max_frame_o <= 16'(cf_pkg::DEVICE_MAX_FRAME_BYTES_RESET);
      match_valid_o <= '0;
      match_mac_o <= '0;
      match_ports_o <= '0;
      match_channel_o <= '0;
      match_ip_o <= '0;
      match_udp_o <= '0;
      match_mac_key_o <= '0;
      match_pitch_o <= '0;
      match_unit_o <= '0;
      channel_enable_o <= '0;
      start_fixed_o <= '0;
      session_fixed_o <= '0;
      filter_o <= '0;
      protocol_q <= '0;
      mode_q <= '0;
      for (int i = 0; i < CHANNELS; i++) window_o[i] <= cf_pkg::CHANNEL_WINDOW_BEATS_RESET;
      start_o <= '0;
      session_o <= '0;
      ring_of_o <= '0;
      ring_enable_o <= '0;
      ring_base_o <= '0;
      ring_index_o <= '0;
      for (int r = 0; r < RINGS; r++) ring_size_log2_o[r] <= 5'(cf_pkg::RING_SIZE_LOG2_RESET);
      ring_credit_o <= '0;
      ring_wakes_o <= '0;
      ring_count_o <= '0;
      ring_holdoff_o <= '0;
      copying_q <= '0;
      taken_q <= '0;
    end else begin
      if (write) begin
        unique case (place.block)
          B_DEVICE: unique case (32'(place.offset))
            cf_pkg::DEVICE_SCRATCH: scratch_q <= req_data_i;
            cf_pkg::DEVICE_CONTROL: enable_o <= req_data_i[cf_pkg::DEVICE_CONTROL_ENABLE_BIT];
            cf_pkg::DEVICE_MIN_FRAME_BYTES: min_frame_o <= req_data_i[15:0];
            cf_pkg::DEVICE_MAX_FRAME_BYTES:
              max_frame_o <= (req_data_i > 32'(cf_pkg::MAX_FRAME_LIMIT)) ? 16'(cf_pkg::MAX_FRAME_LIMIT) : req_data_i[15:0];
            cf_pkg::DEVICE_SNAPSHOT: begin
              copying_q[req_console_i] <= req_data_i[0];
              if (req_data_i[0]) taken_q <= taken_q + 32'd1;
            end
            default: ;
          endcase
          B_RING: if (32'(place.instance_number) < RINGS) unique case (32'(place.offset))
            cf_pkg::RING_CONTROL: begin
              ring_enable_o[ring] <= req_data_i[cf_pkg::RING_CONTROL_ENABLE_BIT];
              if (!req_data_i[cf_pkg::RING_CONTROL_ENABLE_BIT]) ring_credit_o[ring] <= '0;
            end
            cf_pkg::RING_BASE_LO: ring_base_o[ring][31:0] <= req_data_i;
            cf_pkg::RING_BASE_HI: ring_base_o[ring][63:32] <= req_data_i;
            cf_pkg::RING_INDEX_LO: ring_index_o[ring][31:0] <= req_data_i;
            cf_pkg::RING_INDEX_HI: ring_index_o[ring][63:32] <= req_data_i;
            cf_pkg::RING_SIZE_LOG2: ring_size_log2_o[ring] <= req_data_i[4:0];
            cf_pkg::RING_CREDIT: ring_credit_o[ring] <= req_data_i;
            cf_pkg::RING_MODERATION: begin
              ring_wakes_o[ring] <= req_data_i[cf_pkg::RING_MODERATION_ENABLE_BIT];
              ring_count_o[ring] <= req_data_i[cf_pkg::RING_MODERATION_COUNT_BIT +: 16];
            end
            cf_pkg::RING_HOLDOFF_BEATS: ring_holdoff_o[ring] <= req_data_i;
            default: ;
          endcase
          B_MATCH: unique case (32'(place.offset))
            cf_pkg::MATCH_CONTROL: begin
              match_valid_o[entry] <= req_data_i[cf_pkg::MATCH_CONTROL_VALID_BIT];
              match_mac_o[entry] <= req_data_i[cf_pkg::MATCH_CONTROL_MATCH_MAC_BIT];
              match_pitch_o[entry] <= req_data_i[cf_pkg::MATCH_CONTROL_PITCH_BIT];
              match_ports_o[entry] <= req_data_i[cf_pkg::MATCH_CONTROL_PORTS_BIT +: 4];
              match_channel_o[entry] <= req_data_i[cf_pkg::MATCH_CONTROL_CHANNEL_BIT +: 8];
            end
            cf_pkg::MATCH_IP: match_ip_o[entry] <= req_data_i;
            cf_pkg::MATCH_UDP: begin
              match_udp_o[entry] <= req_data_i[cf_pkg::MATCH_UDP_PORT_BIT +: 16];
              match_unit_o[entry] <= req_data_i[cf_pkg::MATCH_UDP_UNIT_BIT +: 8];
            end
            cf_pkg::MATCH_MAC_LO: match_mac_key_o[entry][31:0] <= req_data_i;
            cf_pkg::MATCH_MAC_HI: match_mac_key_o[entry][47:32] <= req_data_i[15:0];
            default: ;
          endcase
          B_CHANNEL: unique case (32'(place.offset))
            cf_pkg::CHANNEL_CONTROL: begin
              channel_enable_o[channel] <= req_data_i[cf_pkg::CHANNEL_CONTROL_ENABLE_BIT];
              start_fixed_o[channel] <= req_data_i[cf_pkg::CHANNEL_CONTROL_START_FIXED_BIT];
              session_fixed_o[channel] <= req_data_i[cf_pkg::CHANNEL_CONTROL_SESSION_FIXED_BIT];
              filter_o[channel] <= req_data_i[cf_pkg::CHANNEL_CONTROL_FILTER_BIT];
              protocol_q[channel] <= req_data_i[cf_pkg::CHANNEL_CONTROL_PROTOCOL_BIT +: 4];
              mode_q[channel] <= req_data_i[cf_pkg::CHANNEL_CONTROL_MODE_BIT +: 2];
              ring_of_o[channel] <= req_data_i[cf_pkg::CHANNEL_CONTROL_RING_BIT +: 2];
            end
            cf_pkg::CHANNEL_WINDOW_BEATS: window_o[channel] <= req_data_i;
            cf_pkg::CHANNEL_START_LO: start_o[channel][31:0] <= req_data_i;
            cf_pkg::CHANNEL_START_HI: start_o[channel][63:32] <= req_data_i;
            cf_pkg::CHANNEL_SESSION_0: session_o[channel][31:0] <= req_data_i;
            cf_pkg::CHANNEL_SESSION_1: session_o[channel][63:32] <= req_data_i;
            cf_pkg::CHANNEL_SESSION_2: session_o[channel][79:64] <= req_data_i[15:0];
            default: ;
          endcase
          default: ;
        endcase
      end
    end
  end

  // ---------------------------------------------------------------- the copy, made in the cycle of the write that asks for it
  logic [CHANNELS-1:0]       started_s, gap_open_s, ended_s, started, gap_open, ended;
  logic [CHANNELS-1:0][63:0] expected_s, expected;
  logic [RINGS-1:0][63:0]    records_s, dropped_s, records, dropped;
  assign take_o   = write && place.block == B_DEVICE && 32'(place.offset) == cf_pkg::DEVICE_SNAPSHOT && req_data_i[0];
  assign copy_o   = copying_q[req_console_i];
  assign started  = copy_o ? started_s : started_i;
  assign gap_open = copy_o ? gap_open_s : gap_open_i;
  assign ended    = copy_o ? ended_s : ended_i;
  assign expected = copy_o ? expected_s : expected_i;
  assign records  = copy_o ? records_s : ring_records_i;
  assign dropped  = copy_o ? dropped_s : ring_dropped_i;
  always_ff @(posedge clk_i) begin
    if (take_o) begin
      started_s  <= started_i;
      gap_open_s <= gap_open_i;
      ended_s    <= ended_i;
      expected_s <= expected_i;
      records_s  <= ring_records_i;
      dropped_s  <= ring_dropped_i;
    end
  end

  // ---------------------------------------------------------------- read
  logic [31:0] value;
  logic [1:0][31:0] high_q;      // high word latched with the low one, for host and console
  logic [31:0] high, high_d;
  logic [10:0] counter_offset;
  logic        in_counters, in_lines;
  assign high = high_q[req_console_i];

  always_comb begin
    in_lines = place.block == B_CHANNEL && 32'(place.offset) >= cf_pkg::CHANNEL_LINE_COUNTERS
               && 32'(place.offset) < cf_pkg::CHANNEL_LINE_COUNTERS + PORTS * cf_pkg::CHANNEL_LINE_STRIDE;
    in_counters = (place.block == B_PORT && 32'(place.offset) >= cf_pkg::PORT_COUNTERS
                   && 32'(place.offset) < cf_pkg::PORT_COUNTERS + 8 * cf_pkg::PC_COUNT)
               || (place.block == B_CHANNEL && 32'(place.offset) >= cf_pkg::CHANNEL_COUNTERS
                   && 32'(place.offset) < cf_pkg::CHANNEL_COUNTERS + 8 * cf_pkg::CC_COUNT);
    counter_port_o = place.instance_number;
    counter_channel_o = place.instance_number;
    counter_line_o = '0;
    counter_offset = (place.block == B_PORT) ? place.offset[10:0] - 11'(cf_pkg::PORT_COUNTERS)
                                          : place.offset[10:0] - 11'(cf_pkg::CHANNEL_COUNTERS);
    if (in_lines) begin
      counter_offset = place.offset[10:0] - 11'(cf_pkg::CHANNEL_LINE_COUNTERS);
      counter_line_o = {5'd0, counter_offset[8:6]};
      counter_offset = {5'd0, counter_offset[5:0]};
    end
    counter_index_o = counter_offset[10:3];
    skew_port_o = {1'b0, place.offset[6]};
    skew_bin_o = place.offset[5:2];
  end

  always_comb begin
    value = '0;
    high_d = high;
    if (read) begin
      unique case (place.block)
        B_DEVICE: begin
          value = header(place.offset, cf_pkg::DEVICE_TYPE, cf_pkg::DEVICE_VERSION, cf_pkg::DEVICE_NEXT);
          unique case (32'(place.offset))
            cf_pkg::DEVICE_MAGIC: value = cf_pkg::DEVICE_MAGIC_RESET;
            cf_pkg::DEVICE_BUILD_ID: value = BUILD_ID;
            cf_pkg::DEVICE_PORTS: value = 32'(PORTS);
            cf_pkg::DEVICE_CHANNELS: value = 32'(CHANNELS);
            cf_pkg::DEVICE_MATCH_ENTRIES: value = 32'(MATCH_ENTRIES);
            cf_pkg::DEVICE_HELD_DEPTH: value = 32'(cf_pkg::HELD_DEPTH);
            cf_pkg::DEVICE_CLOCK_PS: value = 32'(cf_pkg::CLOCK_PS);
            cf_pkg::DEVICE_SCRATCH: value = scratch_q;
            cf_pkg::DEVICE_CONTROL: value[cf_pkg::DEVICE_CONTROL_ENABLE_BIT] = enable_o;
            cf_pkg::DEVICE_TIME_LO: begin value = time_i[31:0]; high_d = time_i[63:32]; end
            cf_pkg::DEVICE_TIME_HI: value = high;
            cf_pkg::DEVICE_MIN_FRAME_BYTES: value = {16'd0, min_frame_o};
            cf_pkg::DEVICE_MAX_FRAME_BYTES: value = {16'd0, max_frame_o};
            cf_pkg::DEVICE_FURTHER_RINGS: value = 32'(RINGS - 1);
            cf_pkg::DEVICE_SNAPSHOT: value = taken_q;
            default: ;
          endcase
        end
        B_RING: begin
          value = (place.instance_number == '0) ? header(place.offset, cf_pkg::RING_TYPE, cf_pkg::RING_VERSION, cf_pkg::RING_NEXT)
            : header(place.offset, cf_pkg::FURTHER_RING_TYPE, cf_pkg::FURTHER_RING_VERSION, cf_pkg::FURTHER_RING_NEXT);
          if (32'(place.instance_number) < RINGS) unique case (32'(place.offset))
            cf_pkg::RING_CONTROL: value[cf_pkg::RING_CONTROL_ENABLE_BIT] = ring_enable_o[ring];
            cf_pkg::RING_BASE_LO: value = ring_base_o[ring][31:0];
            cf_pkg::RING_BASE_HI: value = ring_base_o[ring][63:32];
            cf_pkg::RING_INDEX_LO: value = ring_index_o[ring][31:0];
            cf_pkg::RING_INDEX_HI: value = ring_index_o[ring][63:32];
            cf_pkg::RING_SIZE_LOG2: value = {27'd0, ring_size_log2_o[ring]};
            cf_pkg::RING_CREDIT: value = ring_credit_o[ring];
            cf_pkg::RING_PRODUCER: value = ring_producer_i[ring];
            cf_pkg::RING_RECORDS_LO: begin value = records[ring][31:0]; high_d = records[ring][63:32]; end
            cf_pkg::RING_DROPPED_LO: begin value = dropped[ring][31:0]; high_d = dropped[ring][63:32]; end
            cf_pkg::RING_RECORDS_HI, cf_pkg::RING_DROPPED_HI: value = high;
            cf_pkg::RING_ERRORS: value = ring_errors_i;
            cf_pkg::RING_MODERATION: value = {ring_count_o[ring], 15'd0, ring_wakes_o[ring]};
            cf_pkg::RING_HOLDOFF_BEATS: value = ring_holdoff_o[ring];
            cf_pkg::RING_INTERRUPTS: value = ring_interrupts_i[ring];
            default: ;
          endcase
        end
        B_MATCH: begin
          value = header(place.offset, cf_pkg::MATCH_TYPE, cf_pkg::MATCH_VERSION, cf_pkg::MATCH_NEXT);
          unique case (32'(place.offset))
            cf_pkg::MATCH_CONTROL: begin
              value[cf_pkg::MATCH_CONTROL_VALID_BIT] = match_valid_o[entry];
              value[cf_pkg::MATCH_CONTROL_MATCH_MAC_BIT] = match_mac_o[entry];
              value[cf_pkg::MATCH_CONTROL_PITCH_BIT] = match_pitch_o[entry];
              value[cf_pkg::MATCH_CONTROL_PORTS_BIT +: 4] = match_ports_o[entry];
              value[cf_pkg::MATCH_CONTROL_CHANNEL_BIT +: 8] = match_channel_o[entry];
            end
            cf_pkg::MATCH_IP: value = match_ip_o[entry];
            cf_pkg::MATCH_UDP: value = {8'd0, match_unit_o[entry], match_udp_o[entry]};
            cf_pkg::MATCH_MAC_LO: value = match_mac_key_o[entry][31:0];
            cf_pkg::MATCH_MAC_HI: value = {16'd0, match_mac_key_o[entry][47:32]};
            default: ;
          endcase
        end
        B_PORT: begin
          value = header(place.offset, cf_pkg::PORT_TYPE, cf_pkg::PORT_VERSION, cf_pkg::PORT_NEXT);
          if (in_counters) begin
            value = place.offset[2] ? high : port_value_i[31:0];
            if (!place.offset[2]) high_d = port_value_i[63:32];
          end
        end
        B_CHANNEL: begin
          value = header(place.offset, cf_pkg::CHANNEL_TYPE, cf_pkg::CHANNEL_VERSION, cf_pkg::CHANNEL_NEXT);
          unique case (32'(place.offset))
            cf_pkg::CHANNEL_CONTROL: begin
              value[cf_pkg::CHANNEL_CONTROL_ENABLE_BIT] = channel_enable_o[channel];
              value[cf_pkg::CHANNEL_CONTROL_START_FIXED_BIT] = start_fixed_o[channel];
              value[cf_pkg::CHANNEL_CONTROL_SESSION_FIXED_BIT] = session_fixed_o[channel];
              value[cf_pkg::CHANNEL_CONTROL_FILTER_BIT] = filter_o[channel];
              value[cf_pkg::CHANNEL_CONTROL_PROTOCOL_BIT +: 4] = protocol_q[channel];
              value[cf_pkg::CHANNEL_CONTROL_MODE_BIT +: 2] = mode_q[channel];
              value[cf_pkg::CHANNEL_CONTROL_RING_BIT +: 2] = ring_of_o[channel];
            end
            cf_pkg::CHANNEL_WINDOW_BEATS: value = window_o[channel];
            cf_pkg::CHANNEL_START_LO: value = start_o[channel][31:0];
            cf_pkg::CHANNEL_START_HI: value = start_o[channel][63:32];
            cf_pkg::CHANNEL_SESSION_0: value = session_o[channel][31:0];
            cf_pkg::CHANNEL_SESSION_1: value = session_o[channel][63:32];
            cf_pkg::CHANNEL_SESSION_2: value = {16'd0, session_o[channel][79:64]};
            cf_pkg::CHANNEL_STATE: begin
              value[cf_pkg::CHANNEL_STATE_STARTED_BIT] = started[channel];
              value[cf_pkg::CHANNEL_STATE_GAP_OPEN_BIT] = gap_open[channel];
              value[cf_pkg::CHANNEL_STATE_ENDED_BIT] = ended[channel];
            end
            cf_pkg::CHANNEL_EXPECTED_LO: begin value = expected[channel][31:0]; high_d = expected[channel][63:32]; end
            cf_pkg::CHANNEL_LAST_0_LO: begin value = last_i[channel][0][31:0]; high_d = last_i[channel][0][63:32]; end
            cf_pkg::CHANNEL_LAST_1_LO: begin value = last_i[channel][PORTS-1][31:0]; high_d = last_i[channel][PORTS-1][63:32]; end
            cf_pkg::CHANNEL_EXPECTED_HI, cf_pkg::CHANNEL_LAST_0_HI, cf_pkg::CHANNEL_LAST_1_HI: value = high;
            default: ;
          endcase
          if (place.offset >= 13'(cf_pkg::CHANNEL_SKEW_0)) value = skew_value_i;
          if (in_counters || in_lines) begin
            value = place.offset[2] ? high : in_lines ? line_value_i[31:0] : channel_value_i[31:0];
            if (!place.offset[2]) high_d = in_lines ? line_value_i[63:32] : channel_value_i[63:32];
          end
        end
        default: ;
      endcase
    end
  end

  always_ff @(posedge clk_i) begin
    rsp_valid_o <= mine && rst_ni;
    if (!rst_ni) begin
      high_q     <= '0;
      rsp_data_o <= '0;
    end else if (mine) begin
      rsp_data_o <= value;
      if (read) high_q[req_console_i] <= high_d;
    end else begin
      rsp_data_o <= '0;
    end
  end
endmodule
`default_nettype wire
