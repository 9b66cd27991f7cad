// Frames as they come from the MACs, kept for reading: one memory for all ports, one frame at a time. What comes while another frame is being written is counted as missed.
`default_nettype none
module cf_capture #(
  parameter int PORTS = 2
) (
  input  wire logic        clk_i,
  input  wire logic        rst_ni,
  input  wire logic [63:0] time_i,
  output logic        awake_o,      // needs its clock
  // Streams from the MACs; a frame is under way behind this cycle.
  input  wire logic [PORTS*64-1:0] tdata_i,
  input  wire logic [PORTS*8-1:0]  tkeep_i,
  input  wire logic [PORTS-1:0]    tvalid_i,
  input  wire logic [PORTS-1:0]    tlast_i,
  input  wire logic [PORTS-1:0]    tuser_i,
  input  wire logic [PORTS-1:0]    stays_i,
  // Its registers, and the window on its memory: answered in the next cycle, 0 when not asked.
  input  wire logic        sel_i,
  input  wire logic        sel_window_i,
  input  wire logic        write_i,
  input  wire logic [13:0] offset_i,
  input  wire logic [31:0] data_i,
  output logic [31:0] rdata_o
);
  localparam int SLOTS = cf_pkg::CAPTURE_FRAMES;
  localparam int SW = $clog2(SLOTS);
  localparam int AW = SW + 8;          // a slot is 256 words of 64 bits
  localparam int PW = (PORTS > 1) ? $clog2(PORTS) : 1;

  // What comes, one cycle later.
  logic [PORTS*64-1:0] tdata_q;
  logic [PORTS*8-1:0]  tkeep_q;
  logic [PORTS-1:0]    tvalid_q, tlast_q, tuser_q;
  logic [63:0]         now_q;
  logic [PORTS-1:0] inside_q;          // a frame is under way on this port
  logic             armed_q, keep_q, bad_only_q, full_q, writing_q;
  logic [3:0]       ports_q;
  assign awake_o = armed_q;
  logic [PW-1:0]    port_q, first;     // first: the lowest port on which a wanted frame begins
  logic             begins;
  logic [2:0]       begun;             // how many begin in this cycle
  logic [SW-1:0]    slot_q;
  logic [SW:0]      held_q;
  logic [11:0]      beat_q;            // of the frame that is being written
  logic [63:0]      time_q;
  logic [31:0]      count_q, missed_q;
  logic             window_q, window_high_q;

  // What a slot holds: {frames since arming, first beat, bad FCS, port, length}.
  localparam int DW = 32 + 64 + 1 + 4 + 16;
  logic [DW-1:0] about_mem [SLOTS];
  logic [DW-1:0] about;
  assign about = about_mem[SW'(offset_i[7:4] - 4'd4)];

  // ---------------------------------------------------------------- the beat to be written
  logic [PW-1:0] port;
  logic          take, last, bad;
  logic [3:0]    bytes;                // in the beat
  logic [11:0]   beat;
  logic [63:0]   beat_data;
  logic [7:0]    beat_keep;
  always_comb begin
    begins = 1'b0;
    begun = '0;
    first = '0;
    port = port_q;
    take = 1'b0;
    last = 1'b0;
    bad = 1'b0;
    bytes = '0;
    beat = '0;
    beat_data = '0;
    beat_keep = '0;
    if (armed_q) begin
      for (int p = PORTS - 1; p >= 0; p--) begin
        if (tvalid_q[p] && !inside_q[p] && ports_q[p]) begin
          begins = 1'b1;
          begun = begun + 3'd1;
          first = PW'(p);
        end
      end
      if (!writing_q) port = first;
      take = writing_q ? tvalid_q[port_q] : begins;
      beat = writing_q ? beat_q : 12'd0;
      beat_data = tdata_q[64*port +: 64];
      beat_keep = tkeep_q[8*port +: 8];
      last = take && tlast_q[port];
      bad = tuser_q[port];
      for (int i = 0; i < 8; i++) bytes = bytes + {3'd0, beat_keep[i]};
    end
  end

  // ---------------------------------------------------------------- memory
  logic            we;
  logic [AW-1:0]   waddr;
  logic [31:0]     low, high;
  assign we    = take && beat < 12'd256;
  assign waddr = armed_q ? {slot_q, beat[7:0]} : offset_i[3 +: AW];
  cf_ram #(.WIDTH(32), .DEPTH(1 << AW)) u_low (
    .clk_i, .we_i(we || (sel_window_i && write_i && !armed_q && !offset_i[2])), .waddr_i(waddr), .wdata_i(armed_q ? beat_data[31:0] : data_i),
    .raddr_i(offset_i[3 +: AW]), .rdata_o(low)
  );
  cf_ram #(.WIDTH(32), .DEPTH(1 << AW)) u_high (
    .clk_i, .we_i(we || (sel_window_i && write_i && !armed_q && offset_i[2])), .waddr_i(waddr), .wdata_i(armed_q ? beat_data[63:32] : data_i),
    .raddr_i(offset_i[3 +: AW]), .rdata_o(high)
  );

  // ---------------------------------------------------------------- registers
  logic [31:0] register_q;
  assign rdata_o = window_q ? (window_high_q ? high : low) : register_q;

  always_ff @(posedge clk_i) begin
    register_q    <= '0;
    window_q      <= sel_window_i && !write_i;
    window_high_q <= offset_i[2];
    if (!rst_ni) begin
      inside_q   <= '0;
      armed_q    <= 1'b0;
      keep_q     <= 1'b0;
      bad_only_q <= 1'b0;
      full_q     <= 1'b0;
      writing_q  <= 1'b0;
      ports_q    <= '0;
      port_q     <= '0;
      slot_q     <= '0;
      held_q     <= '0;
      beat_q     <= '0;
      time_q     <= '0;
      count_q    <= '0;
      missed_q   <= '0;
      tvalid_q   <= '0;
      tdata_q    <= '0;
      tkeep_q    <= '0;
      tlast_q    <= '0;
      tuser_q    <= '0;
      now_q      <= '0;
    end else begin
      tvalid_q <= '0;
      if (armed_q) begin
        now_q    <= time_i;
        tdata_q  <= tdata_i;
        tkeep_q  <= tkeep_i;
        tvalid_q <= tvalid_i;
        tlast_q  <= tlast_i;
        tuser_q  <= tuser_i;
        for (int p = 0; p < PORTS; p++) begin
          if (tvalid_q[p]) inside_q[p] <= !tlast_q[p];
        end
        if (begins && (writing_q || begun > 3'd1)) missed_q <= missed_q + {29'd0, begun - {2'd0, !writing_q}};
        if (take) begin
          if (!writing_q) time_q <= now_q;
          port_q    <= port;
          writing_q <= !last;
          beat_q    <= (beat == '1) ? beat : beat + 12'd1;
        end
        if (last && (bad || !bad_only_q)) begin
          about_mem[slot_q] <= {count_q + 32'd1, writing_q ? time_q : now_q, bad, 4'(port), {1'b0, beat, 3'd0} + {12'd0, bytes}};
          count_q <= count_q + 32'd1;
          slot_q  <= slot_q + 1'b1;
          if (32'(held_q) < SLOTS) held_q <= held_q + 1'b1;
          if (32'(held_q) >= SLOTS - 1) begin
            full_q <= 1'b1;
            if (!keep_q) armed_q <= 1'b0;
          end
        end
      end
      if (sel_i && write_i && 32'(offset_i[7:0]) == cf_pkg::CAPTURE_CONTROL) begin
        armed_q    <= data_i[cf_pkg::CAPTURE_CONTROL_ARM_BIT];
        keep_q     <= data_i[cf_pkg::CAPTURE_CONTROL_KEEP_LAST_BIT];
        bad_only_q <= data_i[cf_pkg::CAPTURE_CONTROL_BAD_ONLY_BIT];
        ports_q    <= data_i[cf_pkg::CAPTURE_CONTROL_PORTS_BIT +: 4];
        writing_q  <= 1'b0;
        // A frame that is under way is not one of those that begin.
        tvalid_q   <= '0;
        inside_q   <= stays_i;
        if (data_i[cf_pkg::CAPTURE_CONTROL_ARM_BIT]) begin
          full_q   <= 1'b0;
          slot_q   <= '0;
          held_q   <= '0;
          count_q  <= '0;
          missed_q <= '0;
        end
      end
      if (sel_i && !write_i) begin
        unique case (32'(offset_i[7:0]))
          0: register_q <= cf_pkg::CAPTURE_TYPE;
          4: register_q <= cf_pkg::CAPTURE_VERSION;
          8: register_q <= cf_pkg::CAPTURE_NEXT;
          cf_pkg::CAPTURE_CONTROL: register_q <= {24'd0, ports_q, 1'b0, bad_only_q, keep_q, armed_q};
          cf_pkg::CAPTURE_STATUS: register_q <= {8'd0, full_q ? 8'(slot_q) : 8'd0, 8'(held_q), 6'd0, full_q, armed_q};
          cf_pkg::CAPTURE_MISSED: register_q <= missed_q;
          cf_pkg::CAPTURE_SLOTS: register_q <= 32'(SLOTS);
          cf_pkg::CAPTURE_SLOT_BYTES: register_q <= cf_pkg::CAPTURE_SLOT_BYTES_RESET;
          default: ;
        endcase
      end
      // Slots 0 to 7 at 0x40 to 0xBF.
      if (sel_i && !write_i && offset_i[7:0] >= 8'h40 && 32'(offset_i[7:0]) < 64 + 16 * SLOTS) begin
        unique case (offset_i[3:2])
          2'd0: register_q <= {11'd0, about[20:0]};
          2'd1: register_q <= about[52:21];
          2'd2: register_q <= about[84:53];
          default: register_q <= about[116:85];
        endcase
      end
    end
  end
endmodule
`default_nettype wire
