// Crossfeed NIC, core clock domain: two 64-bit receive streams in, decoded records out to host memory.
//
//   port 0 ─ cf_rx_port ┐
//                       ├ cf_arbiter ─ cf_record ─ cf_ring_writer ─ AXI4
//   port 1 ─ cf_rx_port ┘
//
// cf_egress sends: frames out of host memory, answers (ARP, ICMP echo, IGMP) and test frames; cf_interrupt says when the host is to be woken.
//
// cf_preview stands beside the arbiter and hands messages of channels in cut-through mode up before their frames' verdicts. cf_bus carries the register accesses of the
// host and of the serial console; cf_lab, beside the ports, is what a bench needs: console, test frames, capture, sensors, clock measurement.
//
// Time comes from outside as the number of the beat now on the wire: a disciplined counter on a card,
// the test bench in simulation (where it may jump forward while nothing is in flight).
`default_nettype none
module cf_nic #(
  parameter int CHANNELS      = 4,
  parameter int PORTS         = 2,
  parameter int MATCH_ENTRIES = 16,
  parameter int RINGS         = 4,                  // record rings, 1 to 4
  parameter logic [31:0] BUILD_ID = 32'd0,
  parameter logic [31:0] PPS_CYCLES = 32'd156250000  // cycles from pulse to pulse
) (
  input  wire logic clk_i,
  input  wire logic rst_ni,
  input  wire logic [63:0] time_beats_i,
  // Receive streams from the MACs; never stalled. Byte 0 in bits 7:0; tuser on tlast: bad FCS.
  input  wire logic [PORTS*64-1:0] s_axis_rx_tdata,
  input  wire logic [PORTS*8-1:0]  s_axis_rx_tkeep,
  input  wire logic [PORTS-1:0]    s_axis_rx_tvalid,
  input  wire logic [PORTS-1:0]    s_axis_rx_tlast,
  input  wire logic [PORTS-1:0]    s_axis_rx_tuser,
  // Transmit streams to the MACs: whole frames without FCS, no beat of one is late. kill_i: no frame begins (the board's kill input).
  input  wire logic           kill_i,
  output logic [PORTS*64-1:0] m_axis_tx_tdata,
  output logic [PORTS*8-1:0]  m_axis_tx_tkeep,
  output logic [PORTS-1:0]    m_axis_tx_tvalid,
  output logic [PORTS-1:0]    m_axis_tx_tlast,
  input  wire logic [PORTS-1:0] m_axis_tx_tready,
  output logic [PORTS-1:0]    mac_loopback_o,  // the MAC is to receive what it sends, and not to hear the wire
  // Board: serial console, link of each MAC, reference pulse, measured values; a simulation says that it is one.
  input  wire logic        uart_rx_i,
  output logic        uart_tx_o,
  output logic        uart_busy_o,
  input  wire logic [PORTS-1:0] link_up_i,
  input  wire logic        pps_i,
  input  wire logic        sensor_valid_i,
  input  wire logic [2:0]  sensor_index_i,
  input  wire logic [31:0] sensor_value_i,
  input  wire logic        simulated_i,
`ifdef CROSSFEED_SIM
  // Faults in what registers read: cf_bus.
  input  wire logic        sim_fault_valid_i,
  input  wire logic [1:0]  sim_fault_index_i,
  input  wire logic [cf_pkg::ADDRESS_BITS-1:0] sim_fault_address_i,
  input  wire logic [cf_pkg::ADDRESS_BITS-1:0] sim_fault_mask_i,
  input  wire logic [31:0] sim_fault_keep_i,
  input  wire logic [31:0] sim_fault_set_i,
`endif
  // Registers.
  input  wire logic [cf_pkg::ADDRESS_BITS-1:0] s_axil_awaddr,
  input  wire logic        s_axil_awvalid,
  output logic        s_axil_awready,
  input  wire logic [31:0] s_axil_wdata,
  input  wire logic [3:0]  s_axil_wstrb,
  input  wire logic        s_axil_wvalid,
  output logic        s_axil_wready,
  output logic [1:0]  s_axil_bresp,
  output logic        s_axil_bvalid,
  input  wire logic        s_axil_bready,
  input  wire logic [cf_pkg::ADDRESS_BITS-1:0] s_axil_araddr,
  input  wire logic        s_axil_arvalid,
  output logic        s_axil_arready,
  output logic [31:0] s_axil_rdata,
  output logic [1:0]  s_axil_rresp,
  output logic        s_axil_rvalid,
  input  wire logic        s_axil_rready,
  // Host memory: writes in single-beat bursts of 64 bytes; reads of transmit slots, which do not cross a border of 4 KiB.
  output logic [63:0]  m_axi_awaddr,
  output logic [7:0]   m_axi_awlen,
  output logic [2:0]   m_axi_awsize,
  output logic [1:0]   m_axi_awburst,
  output logic         m_axi_awvalid,
  input  wire logic         m_axi_awready,
  output logic [511:0] m_axi_wdata,
  output logic [63:0]  m_axi_wstrb,
  output logic         m_axi_wlast,
  output logic         m_axi_wvalid,
  input  wire logic         m_axi_wready,
  input  wire logic [1:0]   m_axi_bresp,
  input  wire logic         m_axi_bvalid,
  output logic         m_axi_bready,
  output logic [63:0]  m_axi_araddr,
  output logic [7:0]   m_axi_arlen,
  output logic [2:0]   m_axi_arsize,
  output logic [1:0]   m_axi_arburst,
  output logic         m_axi_arvalid,
  input  wire logic         m_axi_arready,
  input  wire logic [511:0] m_axi_rdata,
  input  wire logic [1:0]   m_axi_rresp,
  input  wire logic         m_axi_rlast,
  input  wire logic         m_axi_rvalid,
  output logic         m_axi_rready,
  // Interrupts: the number of a ring, a vector toward MSI-X. The record index that it is about is in memory.
  output logic        m_axis_irq_tvalid,
  output logic [1:0]  m_axis_irq_tdata,
  input  wire logic   m_axis_irq_tready,
  // For whoever supplies time: nothing is in flight and no deadline is due; the earliest open deadline.
  output logic        idle_o,
  output logic        deadline_valid_o,
  output logic [63:0] deadline_beats_o
);
  // ---------------------------------------------------------------- configuration
  logic        enable;
  logic [15:0] min_frame, max_frame;
  logic [MATCH_ENTRIES-1:0]       match_valid, match_mac;
  logic [MATCH_ENTRIES-1:0][3:0]  match_ports;
  logic [MATCH_ENTRIES-1:0][7:0]  match_channel;
  logic [MATCH_ENTRIES-1:0][31:0] match_ip;
  logic [MATCH_ENTRIES-1:0][15:0] match_udp;
  logic [MATCH_ENTRIES-1:0][47:0] match_mac_key;
  logic [MATCH_ENTRIES-1:0]       match_pitch;
  logic [MATCH_ENTRIES-1:0][7:0]  match_unit;
  logic [CHANNELS-1:0]       channel_enable, start_fixed, session_fixed, filter, cut_through, pitch;
  logic [CHANNELS-1:0][31:0] window;
  logic [CHANNELS-1:0][63:0] start, expected;
  logic [CHANNELS-1:0][79:0] session;
  logic [CHANNELS-1:0]       started, gap_open, ended;
  logic [CHANNELS-1:0][PORTS-1:0][63:0] last;
  logic [CHANNELS-1:0][1:0] ring_of;
  logic [RINGS-1:0]         ring_enable, ring_wakes;
  logic [RINGS-1:0][63:0]   ring_base, ring_index, ring_records, ring_dropped;
  logic [RINGS-1:0][4:0]    ring_size_log2;
  logic [RINGS-1:0][15:0]   ring_count;
  logic [RINGS-1:0][31:0]   ring_credit, ring_producer, ring_holdoff, ring_interrupts;
  logic [31:0]              ring_errors;
  logic                     take, copy;            // the counters' copy
  logic                         filter_we;
  logic [(CHANNELS > 1 ? $clog2(CHANNELS) : 1)+10:0] filter_addr;
  logic [31:0]                  filter_data;
  logic [7:0]  counter_port, counter_channel, counter_line, counter_index;
  logic [63:0] port_value, channel_value, line_value;
  logic [1:0]  skew_port;
  logic [3:0]  skew_bin;
  logic [31:0] skew_value;

  // ---------------------------------------------------------------- registers
  logic        req_valid, req_write, req_console, regs_valid, lab_valid, con_valid, con_write, con_taken, con_done, lab_busy;
  logic [cf_pkg::ADDRESS_BITS-1:0] req_address, con_address;
  logic [31:0] req_data, regs_data, lab_data, egress_data, con_data, con_rdata;
  cf_bus u_bus (
    .clk_i, .rst_ni,
    .s_axil_awaddr, .s_axil_awvalid, .s_axil_awready, .s_axil_wdata, .s_axil_wstrb, .s_axil_wvalid, .s_axil_wready,
    .s_axil_bresp, .s_axil_bvalid, .s_axil_bready, .s_axil_araddr, .s_axil_arvalid, .s_axil_arready,
    .s_axil_rdata, .s_axil_rresp, .s_axil_rvalid, .s_axil_rready,
    .con_valid_i(con_valid), .con_write_i(con_write), .con_address_i(con_address), .con_data_i(con_data),
    .con_taken_o(con_taken), .con_done_o(con_done), .con_rdata_o(con_rdata),
    .req_valid_o(req_valid), .req_write_o(req_write), .req_console_o(req_console), .req_address_o(req_address), .req_data_o(req_data),
    .rsp_valid_i(regs_valid || lab_valid), .rsp_data_i(regs_data | lab_data | egress_data)
`ifdef CROSSFEED_SIM
    , .sim_fault_valid_i, .sim_fault_index_i, .sim_fault_address_i, .sim_fault_mask_i, .sim_fault_keep_i, .sim_fault_set_i
`endif
  );

  // ---------------------------------------------------------------- bench
  logic [PORTS*64-1:0] test_tdata;
  logic [PORTS-1:0]    test_tvalid, test_tlast, test_tready;
  cf_lab #(.PORTS(PORTS), .PPS_CYCLES(PPS_CYCLES)) u_lab (
    .clk_i, .rst_ni, .time_i(time_beats_i), .busy_o(lab_busy), .take_i(take),
    .uart_rx_i, .uart_tx_o, .uart_busy_o, .link_i(link_up_i), .pps_i, .sensor_valid_i, .sensor_index_i, .sensor_value_i, .simulated_i,
    .rx_tdata_i(s_axis_rx_tdata), .rx_tkeep_i(s_axis_rx_tkeep), .rx_tvalid_i(s_axis_rx_tvalid), .rx_tlast_i(s_axis_rx_tlast), .rx_tuser_i(s_axis_rx_tuser),
    .mac_loopback_o,
    .tx_tdata_o(test_tdata), .tx_tvalid_o(test_tvalid), .tx_tlast_o(test_tlast), .tx_tready_i(test_tready),
    .bus_valid_o(con_valid), .bus_write_o(con_write), .bus_address_o(con_address), .bus_data_o(con_data),
    .bus_taken_i(con_taken), .bus_done_i(con_done), .bus_data_i(con_rdata),
    .req_valid_i(req_valid), .req_write_i(req_write), .req_console_i(req_console), .req_address_i(req_address), .req_data_i(req_data),
    .rsp_valid_o(lab_valid), .rsp_data_o(lab_data)
  );

  // ---------------------------------------------------------------- transmit
  logic         back_valid, back_ready, egress_busy, egress_deadline_valid;
  logic [63:0]  back_addr, egress_deadline;
  logic [511:0] back_data;
  cf_egress #(.PORTS(PORTS), .MATCH_ENTRIES(MATCH_ENTRIES)) u_egress (
    .clk_i, .rst_ni, .time_i(time_beats_i), .kill_i,
    .rx_tdata_i(s_axis_rx_tdata), .rx_tkeep_i(s_axis_rx_tkeep), .rx_tvalid_i(s_axis_rx_tvalid), .rx_tlast_i(s_axis_rx_tlast), .rx_tuser_i(s_axis_rx_tuser),
    .match_valid_i(match_valid), .match_ports_i(match_ports), .match_ip_i(match_ip),
    .test_tdata_i(test_tdata), .test_tvalid_i(test_tvalid), .test_tlast_i(test_tlast), .test_tready_o(test_tready),
    .tx_tdata_o(m_axis_tx_tdata), .tx_tkeep_o(m_axis_tx_tkeep), .tx_tvalid_o(m_axis_tx_tvalid), .tx_tlast_o(m_axis_tx_tlast), .tx_tready_i(m_axis_tx_tready),
    .m_axi_araddr, .m_axi_arlen, .m_axi_arvalid, .m_axi_arready, .m_axi_rdata, .m_axi_rresp, .m_axi_rlast, .m_axi_rvalid, .m_axi_rready,
    .back_valid_o(back_valid), .back_addr_o(back_addr), .back_data_o(back_data), .back_ready_i(back_ready),
    .req_valid_i(req_valid), .req_write_i(req_write), .req_address_i(req_address), .req_data_i(req_data), .rsp_data_o(egress_data),
    .busy_o(egress_busy), .deadline_valid_o(egress_deadline_valid), .deadline_o(egress_deadline)
  );
  assign m_axi_arsize  = 3'd6;
  assign m_axi_arburst = 2'b01;

  cf_regs #(.CHANNELS(CHANNELS), .PORTS(PORTS), .MATCH_ENTRIES(MATCH_ENTRIES), .RINGS(RINGS), .BUILD_ID(BUILD_ID)) u_regs (
    .clk_i, .rst_ni,
    .req_valid_i(req_valid), .req_write_i(req_write), .req_console_i(req_console), .req_address_i(req_address), .req_data_i(req_data),
    .rsp_valid_o(regs_valid), .rsp_data_o(regs_data),
    .time_i(time_beats_i), .enable_o(enable), .min_frame_o(min_frame), .max_frame_o(max_frame),
    .match_valid_o(match_valid), .match_mac_o(match_mac), .match_ports_o(match_ports), .match_channel_o(match_channel),
    .match_ip_o(match_ip), .match_udp_o(match_udp), .match_mac_key_o(match_mac_key), .match_pitch_o(match_pitch), .match_unit_o(match_unit),
    .channel_enable_o(channel_enable), .start_fixed_o(start_fixed), .session_fixed_o(session_fixed), .filter_o(filter), .cut_through_o(cut_through), .pitch_o(pitch),
    .window_o(window), .start_o(start), .session_o(session),
    .started_i(started), .gap_open_i(gap_open), .ended_i(ended), .expected_i(expected), .last_i(last),
    .ring_of_o(ring_of), .ring_enable_o(ring_enable), .ring_base_o(ring_base), .ring_index_o(ring_index), .ring_size_log2_o(ring_size_log2),
    .ring_credit_o(ring_credit), .ring_wakes_o(ring_wakes), .ring_count_o(ring_count), .ring_holdoff_o(ring_holdoff),
    .ring_producer_i(ring_producer), .ring_records_i(ring_records), .ring_dropped_i(ring_dropped), .ring_interrupts_i(ring_interrupts),
    .ring_errors_i(ring_errors),
    .filter_we_o(filter_we), .filter_addr_o(filter_addr), .filter_data_o(filter_data),
    .take_o(take), .copy_o(copy),
    .counter_port_o(counter_port), .counter_channel_o(counter_channel), .counter_line_o(counter_line),
    .counter_index_o(counter_index), .port_value_i(port_value), .channel_value_i(channel_value), .line_value_i(line_value),
    .skew_port_o(skew_port), .skew_bin_o(skew_bin), .skew_value_i(skew_value)
  );

  // ---------------------------------------------------------------- ports
  logic             [PORTS-1:0] frame_valid, frame_pop, msg_valid, msg_pop, port_busy;
  logic [PORTS-1:0][cf_types::FRAME_W-1:0] frames; // cf_types::frame_t each
  logic [PORTS-1:0][511:0] msg_data;
  logic [PORTS-1:0][15:0]  msg_length, seen_bytes;
  logic [PORTS-1:0][63:0]  horizon, start_horizon;
  logic [PORTS-1:0][8:0]   msg_beat;
  logic [PORTS-1:0]        seen, overrun, reject;
  logic [PORTS-1:0][4:0]   reject_reason;

  // Messages before their frame's verdict, and what went up of them.
  logic [PORTS-1:0]        tap_valid, tap_end;
  logic [PORTS-1:0][7:0]   tap_channel, shown_epoch;
  logic [PORTS-1:0][79:0]  tap_session;
  logic [PORTS-1:0][63:0]  tap_sequence;
  logic [PORTS-1:0][15:0]  tap_index, tap_length, shown_first, shown_count;
  logic [PORTS-1:0][511:0] tap_data;
  logic [PORTS-1:0][47:0]  tap_ingress;

  for (genvar p = 0; p < PORTS; p++) begin : g_port
    cf_rx_port #(.PORT(p), .CHANNELS(CHANNELS), .MATCH_ENTRIES(MATCH_ENTRIES)) u_rx (
      .clk_i, .rst_ni, .enable_i(enable), .time_i(time_beats_i),
      .s_axis_rx_tdata(s_axis_rx_tdata[64*p +: 64]), .s_axis_rx_tkeep(s_axis_rx_tkeep[8*p +: 8]),
      .s_axis_rx_tvalid(s_axis_rx_tvalid[p]), .s_axis_rx_tlast(s_axis_rx_tlast[p]), .s_axis_rx_tuser(s_axis_rx_tuser[p]),
      .min_frame_i(min_frame), .max_frame_i(max_frame),
      .match_valid_i(match_valid), .match_mac_i(match_mac), .match_ports_i(match_ports), .match_channel_i(match_channel),
      .match_ip_i(match_ip), .match_udp_i(match_udp), .match_mac_key_i(match_mac_key),
      .match_pitch_i(match_pitch), .match_unit_i(match_unit), .channel_enable_i(channel_enable),
      .frame_valid_o(frame_valid[p]), .frame_o(frames[p]), .frame_pop_i(frame_pop[p]),
      .msg_valid_o(msg_valid[p]), .msg_data_o(msg_data[p]), .msg_length_o(msg_length[p]), .msg_beat_o(msg_beat[p]), .msg_pop_i(msg_pop[p]),
      .tap_valid_o(tap_valid[p]), .tap_channel_o(tap_channel[p]), .tap_session_o(tap_session[p]), .tap_sequence_o(tap_sequence[p]),
      .tap_index_o(tap_index[p]), .tap_data_o(tap_data[p]), .tap_length_o(tap_length[p]), .tap_ingress_o(tap_ingress[p]),
      .tap_end_o(tap_end[p]), .shown_first_i(shown_first[p]), .shown_count_i(shown_count[p]), .shown_epoch_i(shown_epoch[p]),
      .horizon_o(horizon[p]), .start_horizon_o(start_horizon[p]), .busy_o(port_busy[p]),
      .seen_o(seen[p]), .seen_bytes_o(seen_bytes[p]), .seen_overrun_o(overrun[p]),
      .reject_o(reject[p]), .reject_reason_o(reject_reason[p])
    );
  end

  logic        told, irq_busy, irq_deadline_valid, arbiter_deadline_valid;
  logic [1:0]  told_ring;
  logic [31:0] told_index;
  logic [63:0] irq_deadline, arbiter_deadline;
  logic        ring_issue;

  // ---------------------------------------------------------------- arbitration
  logic             decided_valid, decided_ready, shown_valid, shown_ready, item_valid, item_ready, accept, stale, arbiter_idle;
  cf_types::item_t  decided_item, shown_item, item;
  cf_types::frame_t decided;
  logic             show_block, show_set, show_take_back, shown_empty, show_fence, shown_fenced;
  logic [CHANNELS-1:0]       show_ready, show_init;
  logic [CHANNELS-1:0][79:0] show_session;
  logic [CHANNELS-1:0][63:0] shown_next;
  logic [CHANNELS-1:0][7:0]  channel_epoch;
  logic [7:0]                show_channel;
  logic [63:0]               show_next;
  logic [7:0]       event_channel;
  logic [1:0]       event_port;
  logic [cf_pkg::CC_COUNT-1:0] channel_event;
  logic [cf_pkg::LC_COUNT-1:0] line_event;
  logic [63:0]      gap_messages;
  logic [7:0]       next_channel;
  logic [10:0]      next_row;
  logic             skew_first, skew_again;
  logic [63:0]      skew_sequence, skew_stamp;

  cf_arbiter #(.CHANNELS(CHANNELS), .PORTS(PORTS)) u_arbiter (
    .clk_i, .rst_ni,
    .frame_valid_i(frame_valid), .frame_i(frames), .frame_pop_o(frame_pop),
    .msg_valid_i(msg_valid), .msg_data_i(msg_data), .msg_length_i(msg_length), .msg_beat_i(msg_beat), .msg_pop_o(msg_pop),
    .horizon_i(horizon), .start_horizon_i(start_horizon),
    .enable_i(channel_enable), .start_fixed_i(start_fixed), .session_fixed_i(session_fixed),
    .cut_through_i(cut_through), .pitch_i(pitch), .window_i(window), .start_i(start), .session_i(session),
    .item_valid_o(decided_valid), .item_o(decided_item), .item_ready_i(decided_ready), .next_channel_o(next_channel), .next_row_o(next_row),
    .accept_o(accept), .stale_o(stale), .decided_o(decided), .event_channel_o(event_channel), .event_port_o(event_port),
    .channel_event_o(channel_event), .gap_messages_o(gap_messages), .line_event_o(line_event),
    .started_o(started), .gap_open_o(gap_open), .ended_o(ended), .expected_o(expected),
    .skew_first_o(skew_first), .skew_again_o(skew_again), .skew_sequence_o(skew_sequence), .skew_stamp_o(skew_stamp),
    .show_ready_o(show_ready), .show_session_o(show_session), .show_block_o(show_block), .show_set_o(show_set),
    .show_take_back_o(show_take_back), .show_channel_o(show_channel), .show_next_o(show_next), .show_init_o(show_init),
    .shown_next_i(shown_next), .shown_epoch_i(channel_epoch), .show_fence_o(show_fence),
    .shown_fenced_i(shown_fenced), .shown_empty_i(shown_empty),
    .deadline_valid_o(arbiter_deadline_valid), .deadline_o(arbiter_deadline), .idle_o(arbiter_idle)
  );

  cf_preview #(.CHANNELS(CHANNELS), .PORTS(PORTS)) u_preview (
    .clk_i, .rst_ni,
    .tap_valid_i(tap_valid), .tap_channel_i(tap_channel), .tap_session_i(tap_session), .tap_sequence_i(tap_sequence),
    .tap_index_i(tap_index), .tap_data_i(tap_data), .tap_length_i(tap_length), .tap_ingress_i(tap_ingress), .tap_end_i(tap_end),
    .shown_first_o(shown_first), .shown_count_o(shown_count), .shown_epoch_o(shown_epoch),
    .ready_i(show_ready), .session_i(show_session), .block_i(show_block), .init_i(show_init), .start_i(start),
    .set_i(show_set), .take_back_i(show_take_back), .set_channel_i(show_channel), .next_i(show_next),
    .next_o(shown_next), .epoch_o(channel_epoch),
    .item_valid_o(shown_valid), .item_o(shown_item), .item_ready_i(shown_ready), .empty_o(shown_empty),
    .fence_i(show_fence), .fenced_o(shown_fenced)
  );

  // What is shown goes first, and takes turns with what is decided while both have something.
  logic show_now, shown_last_q;
  assign show_now      = shown_valid && !(decided_valid && shown_last_q);
  assign item_valid    = shown_valid || decided_valid;
  assign item          = show_now ? shown_item : decided_item;
  assign shown_ready   = item_ready && show_now;
  assign decided_ready = item_ready && !show_now;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) shown_last_q <= 1'b0;
    else if (item_valid && item_ready) shown_last_q <= show_now;
  end

  // ---------------------------------------------------------------- records to the host
  logic              record_valid, record_ready, unknown, filtered, lost, record_busy, ring_busy;
  cf_types::record_t record;
  logic [7:0]        record_channel, lost_channel;

  cf_record #(.CHANNELS(CHANNELS)) u_record (
    .clk_i, .rst_ni,
    .item_valid_i(item_valid), .item_i(item), .item_ready_o(item_ready), .hint_channel_i(next_channel), .hint_row_i(next_row),
    .record_valid_o(record_valid), .record_o(record), .record_ready_i(record_ready),
    .pitch_i(pitch), .enable_i(channel_enable), .filter_i(filter), .filter_we_i(filter_we), .filter_addr_i(filter_addr), .filter_data_i(filter_data),
    .unknown_o(unknown), .filtered_o(filtered), .event_channel_o(record_channel), .busy_o(record_busy)
  );

  cf_ring_writer #(.CHANNELS(CHANNELS), .RINGS(RINGS)) u_ring (
    .clk_i, .rst_ni,
    .record_valid_i(record_valid), .record_i(record), .record_ready_o(record_ready),
    .ring_of_i(ring_of), .enable_i(ring_enable), .base_i(ring_base), .index_addr_i(ring_index), .size_log2_i(ring_size_log2),
    .credit_i(ring_credit), .producer_o(ring_producer), .records_o(ring_records), .dropped_o(ring_dropped),
    .errors_o(ring_errors), .issue_o(ring_issue), .told_o(told), .told_ring_o(told_ring), .told_index_o(told_index),
    .other_valid_i(back_valid), .other_addr_i(back_addr), .other_data_i(back_data), .other_ready_o(back_ready),
    .lost_o(lost), .lost_channel_o(lost_channel), .busy_o(ring_busy),
    .m_axi_awaddr, .m_axi_awvalid, .m_axi_awready, .m_axi_wdata, .m_axi_wstrb, .m_axi_wvalid, .m_axi_wready,
    .m_axi_bresp, .m_axi_bvalid, .m_axi_bready
  );

  cf_interrupt #(.RINGS(RINGS)) u_interrupt (
    .clk_i, .rst_ni, .time_i(time_beats_i),
    .enable_i(ring_enable & ring_wakes), .count_i(ring_count), .holdoff_i(ring_holdoff),
    .issue_i(ring_issue), .told_i(told), .told_ring_i(told_ring), .told_index_i(told_index), .answered_i(m_axi_bvalid && m_axi_bready),
    .m_axis_irq_tvalid, .m_axis_irq_tdata, .m_axis_irq_tready, .sent_o(ring_interrupts),
    .busy_o(irq_busy), .deadline_valid_o(irq_deadline_valid), .deadline_o(irq_deadline)
  );
  assign m_axi_awlen   = 8'd0;
  assign m_axi_awsize  = 3'd6;
  assign m_axi_awburst = 2'b01;
  assign m_axi_wlast   = 1'b1;

  cf_counters #(.CHANNELS(CHANNELS), .PORTS(PORTS)) u_counters (
    .clk_i, .rst_ni,
    .seen_i(seen), .seen_bytes_i(seen_bytes), .overrun_i(overrun), .reject_i(reject), .reject_reason_i(reject_reason),
    .accept_i(accept), .stale_i(stale), .decided_i(decided), .event_channel_i(event_channel), .event_port_i(event_port),
    .channel_event_i(channel_event), .gap_messages_i(gap_messages), .line_event_i(line_event),
    .unknown_i(unknown), .filtered_i(filtered), .record_channel_i(record_channel), .lost_i(lost), .lost_channel_i(lost_channel),
    .take_i(take), .copy_i(copy), .read_port_i(counter_port), .read_channel_i(counter_channel), .read_line_i(counter_line), .read_index_i(counter_index),
    .port_value_o(port_value), .channel_value_o(channel_value), .line_value_o(line_value), .last_o(last)
  );

  cf_skew #(.CHANNELS(CHANNELS), .PORTS(PORTS)) u_skew (
    .clk_i, .rst_ni,
    .first_i(skew_first), .again_i(skew_again), .channel_i(event_channel), .port_i(event_port),
    .sequence_i(skew_sequence), .stamp_i(skew_stamp), .forget_i(show_init),
    .read_channel_i(counter_channel), .read_port_i(skew_port), .read_bin_i(skew_bin), .value_o(skew_value)
  );

  // The earliest of what waits for a time.
  always_comb begin
    deadline_valid_o = arbiter_deadline_valid;
    deadline_beats_o = arbiter_deadline;
    if (irq_deadline_valid && !(deadline_valid_o && deadline_beats_o <= irq_deadline)) begin
      deadline_valid_o = 1'b1;
      deadline_beats_o = irq_deadline;
    end
    if (egress_deadline_valid && !(deadline_valid_o && deadline_beats_o <= egress_deadline)) begin
      deadline_valid_o = 1'b1;
      deadline_beats_o = egress_deadline;
    end
  end

  assign idle_o = arbiter_idle && !irq_busy && port_busy == '0 && !record_busy && !ring_busy && !lab_busy && !egress_busy && s_axis_rx_tvalid == '0
                  && !(deadline_valid_o && deadline_beats_o <= time_beats_i);
endmodule
`default_nettype wire
