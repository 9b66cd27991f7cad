// Framer: beats of a UDP payload in, whole messages out. MoldUDP64, and the PITCH sequenced unit header.
//
// A payload is a header (20 or 8 bytes), and then blocks: a length and a message, again and again, while the count in the header promises more. Nothing is
// shifted but message bytes: bytes keep the lanes in which they arrived, and the framer follows the place of the next boundary. What every lane would say if
// a block began there (where that block ends) is worked out while the word is being loaded; the word's turn is then a choice of one lane.
//
// A word is done in one cycle, and a message comes out in the cycle of its last byte. Only a block that begins and ends in one word takes a cycle more,
// and so does a frame that ends with the word of its header.
//
// MoldUDP64 blocks of length zero come out as messages of length 0: they take a sequence number. A PITCH message holds its length byte.
`default_nettype none
module cf_framer (
  input  wire logic         clk_i,
  input  wire logic         rst_ni,
  // Words of payload, taken when ready. The first has its first byte in lane 2 or (high_i) 6; lanes below end_i count; messages end where the PITCH block does.
  input  wire logic         valid_i,
  input  wire logic [63:0]  data_i,
  input  wire logic [3:0]   end_i,
  input  wire logic [3:0]   block_end_i,
  input  wire logic         first_i,
  input  wire logic         high_i,
  input  wire logic         pitch_i,   // from the second word on
  input  wire logic         eof_i,     // the frame's last word, which may hold no bytes
  output logic         ready_o,
  output logic         busy_o,
  // No room for a message or for a frame: do nothing.
  input  wire logic         stall_i,
  // A message: its first 64 bytes, its length, and where in the payload it ends.
  output logic         msg_valid_o,
  output logic [511:0] msg_data_o,
  output logic [15:0]  msg_length_o,
  output logic [11:0]  msg_end_o,
  // End of frame, with the cycle that is done with its last word (a message may come in the same cycle).
  output logic         frame_o,
  output logic         pitch_o,
  output logic [79:0]  session_o,      // byte 0 in bits 7:0; 0 for PITCH
  output logic [63:0]  sequence_o,
  output logic [15:0]  count_o,        // as in the header
  output logic         overflow_o,     // sequence and count do not fit
  output logic         short_block_o,  // a PITCH block that is shorter than its header
  output logic [15:0]  messages_o,     // whole blocks found
  output logic [15:0]  empty_o,        // of those, of length zero
  output logic         truncated_o,
  output logic         overlong_o,
  output logic         trailing_o
);
  // Rotates bytes down: lane `from` comes to byte 0.
  function automatic logic [63:0] rotate(input logic [63:0] word, input logic [2:0] from);
    rotate = word;
    if (from[0]) rotate = {rotate[7:0], rotate[63:8]};
    if (from[1]) rotate = {rotate[15:0], rotate[63:16]};
    if (from[2]) rotate = {rotate[31:0], rotate[63:32]};
  endfunction

  // ---------------------------------------------------------------- the word at hand
  logic        valid_q, first_q, high_q, eof_q, pitch_q;
  logic [63:0] data_q;
  logic [3:0]  end_q, block_end_q;
  // For a block whose length begins in lane n; 7: one whose length began in lane 7 of the word before.
  logic [7:0]       goes_q;   // its length is there, and leads somewhere
  logic [7:0]       stuck_q;  // its length is there, and it cannot be stepped over
  logic [7:0]       stays_q;  // it ends in this word
  logic [7:0]       near_q;   // in this word or the next, its last byte is
  logic [7:0][15:0] stop_q;   // where, from the beginning of the next word on
  logic [7:0]       earlier_q; // lane 7 of the word before

  logic [7:0][7:0]  byte_d;
  logic [7:0][15:0] stop_d;
  logic [15:0]      each;
  logic [7:0]       there_d, goes_d, stuck_d, stays_d, near_d;
  logic [3:0]       block_end;
  assign byte_d    = data_i;
  assign block_end = pitch_i ? block_end_i : end_i;
  always_comb begin
    for (int n = 0; n < 8; n++) begin
      if (n == 7) each = pitch_i ? {8'd0, data_q[63:56]} : {data_q[63:56], byte_d[0]};
      else        each = pitch_i ? {8'd0, byte_d[n]} : {byte_d[n], byte_d[n + 1]};
      there_d[n] = block_end >= ((n == 7) ? 4'd1 : 4'(n + 2));
      stuck_d[n] = there_d[n] && pitch_i && each[7:1] == '0;
      goes_d[n]  = there_d[n] && !(pitch_i && each[7:1] == '0);
      near_d[n]  = each[15:5] == '0 && each[4:0] <= 5'((n == 7) ? 15 : 14 - n) + (pitch_i ? 5'd2 : 5'd0);
      stays_d[n] = goes_d[n] && each[15:4] == '0 && each[3:0] <= 4'((n == 7) ? 7 : 6 - n) + (pitch_i ? 4'd2 : 4'd0);
      // A length in lane 7 of the word before is in lane -1 of this one.
      stop_d[n]  = each + 16'((n == 7) ? -1 : n) - (pitch_i ? 16'd8 : 16'd6);
    end
  end

  logic load, pop;
  assign ready_o = !valid_q || pop;
  assign load    = valid_i && ready_o;
  assign busy_o  = valid_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) valid_q <= 1'b0;
    else if (ready_o) valid_q <= valid_i;
    if (!rst_ni) first_q <= 1'b0;
    else if (load) first_q <= first_i;
    if (load) begin
      data_q      <= data_i;
      end_q       <= end_i;
      block_end_q <= block_end;
      high_q      <= high_i;
      pitch_q     <= pitch_i;
      eof_q       <= eof_i;
      goes_q      <= goes_d;
      stuck_q     <= stuck_d;
      stays_q     <= stays_d;
      near_q      <= near_d;
      stop_q      <= stop_d;
      earlier_q   <= data_q[63:56];
    end
  end

  // ---------------------------------------------------------------- where in the frame
  logic        header_q;     // the header is not complete
  logic        second_q;     // this is its second word; the third
  logic        third_q;
  logic        open_q;       // a message has begun
  logic        half_q;       // the first byte of a length was the last byte of the word before
  logic        live_q;       // blocks are promised still
  logic        last_q;       // one
  logic        finish_q;     // the frame ended in its header, or with the header's last word: only its end is left to be told
  logic [15:0] boundary_q;   // where the header or the message ends, counted from lane 0 of this word; between blocks 0, or 7 with half a length
  logic [2:0]  start_q;      // the lane of the first byte of a message behind that
  logic        close_q;      // that is in this word, or just behind it
  logic [15:0] message_length_q;
  logic [15:0] left_q, messages_q, empty_q, count_q;
  logic        trailing_q, short_block_q;
  logic [79:0] session_q;
  logic [63:0] sequence_q;
  logic [11:0] at_q;         // place of lane 0 in the payload
  // Where the message's bytes are: byte 0 came in this lane; this word holds its bytes 8 n and following from that lane on.
  logic [2:0]  lane_q;
  logic [8:0]  group_q;

  logic        active, live, second_load, header_ends, message_ends, at_block, begins, has_length, stuck, stays, finishes, half;
  logic [2:0]  lane;
  logic [15:0] count;
  logic        no_count;
  assign lane = boundary_q[2:0];
  always_comb begin
    active       = valid_q && !stall_i;
    live         = live_q && !finish_q;
    header_ends  = header_q && close_q && boundary_q[3:0] <= end_q;
    message_ends = open_q && live && close_q && boundary_q[3:0] <= block_end_q;
    // A block may begin behind what ends here, or where the word before ended. That its length is there says that what is before it ends here, too.
    begins       = !boundary_q[3] && ((close_q && (header_q || (open_q && live && !last_q))) || (!header_q && !open_q && !half_q && live));
    half         = begins && lane == 3'd7 && block_end_q == 4'd8;
    at_block     = (begins && lane != 3'd7) || (half_q && live);
    stuck        = at_block && stuck_q[lane];
    has_length   = at_block && goes_q[lane];
    stays        = at_block && stays_q[lane];
    finishes     = header_q && eof_q && !stays && !finish_q;
    pop          = active && !stays && (finish_q || !(header_q && eof_q));
    frame_o      = pop && eof_q;
    msg_valid_o  = active && message_ends;
    count        = pitch_q ? {8'd0, high_q ? data_q[7:0] : session_q[23:16]}
                 : high_q ? {data_q[7:0], data_q[15:8]} : {data_q[39:32], data_q[47:40]};
    no_count     = count == '0 || (!pitch_q && count == '1);
  end

  // The message's length.
  logic [7:0][7:0] bytes, first_bytes, second_bytes;
  logic [15:0]     message_length;
  assign bytes          = data_q;
  assign first_bytes    = {earlier_q, bytes[6:0]};
  assign second_bytes   = {bytes[0], bytes[7:1]};
  assign message_length = pitch_q ? {8'd0, first_bytes[lane]} : {first_bytes[lane], second_bytes[lane]};

  // ---------------------------------------------------------------- bytes
  logic [63:0] rotated, head;
  logic        next_word;   // the message begins in the next word
  logic [63:0][7:0] message_q;
  logic [63:0] here;        // bytes of the message that this word holds
  logic [7:0]  later;       // of the rotated word, bytes that came below lane_q: they follow the group before
  assign rotated   = rotate(data_q, lane_q);
  assign next_word = !pitch_q && lane == 3'd6;
  assign head      = rotate(data_q, start_q);
  always_comb begin
    for (int i = 0; i < 8; i++) later[i] = {1'b0, lane_q} + 4'(i) >= 4'd8;
    for (int k = 0; k < 8; k++) begin
      here[8*k +: 8] = (later & {8{group_q[k+1]}}) | (~later & {8{group_q[k]}});
    end
    // Nobody looks at it before the message is whole: a simulation need not work it out in every cycle.
    msg_data_o = 'x;
    if (msg_valid_o) begin
      for (int k = 0; k < 64; k++) begin
        msg_data_o[8*k +: 8] = 8'd0;
        if (16'(k) < message_length_q) msg_data_o[8*k +: 8] = here[k] ? rotated[8*(k % 8) +: 8] : message_q[k];
      end
    end
  end
  // What a message leaves behind is written over before the next one is told.
  always_ff @(posedge clk_i) begin
    if (active) begin
      for (int k = 0; k < 64; k++) begin
        if (k < 8 && (begins || (half_q && !pitch_q))) message_q[k] <= head[8*k +: 8];
        else if (here[k]) message_q[k] <= rotated[8*(k % 8) +: 8];
      end
      if ((begins || half_q) && !(half_q && pitch_q)) begin
        lane_q  <= start_q;
        group_q <= stays ? {8'd0, !next_word} : {7'd0, !next_word, next_word};
      end else if (pop) begin
        group_q <= {group_q[7:0], 1'b0};
      end
    end
  end

  // ---------------------------------------------------------------- what comes out
  assign msg_length_o  = message_length_q;
  assign msg_end_o     = at_q + {8'd0, boundary_q[3:0]};
  assign pitch_o       = pitch_q;
  assign session_o     = session_q;
  assign sequence_o    = sequence_q;
  assign count_o       = count_q;
  assign short_block_o = short_block_q;
  assign messages_o    = messages_q + {15'd0, msg_valid_o};
  assign empty_o       = empty_q + {15'd0, msg_valid_o && message_length_q == '0};
  assign truncated_o   = left_q != '0 && !(message_ends && last_q);
  assign overlong_o    = truncated_o && (has_length || (open_q && !message_ends));
  // Bytes behind the last block, in its word or in a later one.
  logic trails;
  assign trails        = header_ends ? no_count && boundary_q[3:0] < end_q
                       : message_ends ? last_q && boundary_q[3:0] < end_q
                       : !header_q && left_q == '0 && !finish_q && end_q != 4'd0;
  assign trailing_o    = !truncated_o && (trailing_q || trails);

  // Only the low bits can carry beyond what is all ones.
  logic carries;
  assign carries    = count_q > ~sequence_q[15:0];
  assign overflow_o = carries && sequence_q[31:16] == '1 && (pitch_q || (sequence_q[63:32] == '1 && count_q != '1));

  always_ff @(posedge clk_i) begin
    if (!rst_ni || frame_o) begin
      header_q   <= 1'b1;
      second_q   <= 1'b0;
      third_q    <= 1'b0;
      open_q     <= 1'b0;
      half_q     <= 1'b0;
      live_q     <= 1'b0;
      finish_q   <= 1'b0;
      close_q    <= 1'b0;
    end else if (second_load) begin
      second_q   <= 1'b1;
      close_q    <= pitch_i;
    end else if (active) begin
      second_q <= 1'b0;
      third_q  <= second_q;

      if (has_length) close_q <= near_q[lane];
      else if (header_ends || message_ends) close_q <= 1'b1;
      else if (header_q || open_q) close_q <= !close_q && boundary_q <= 16'd16;

      if (has_length) open_q <= 1'b1;
      else if (message_ends) open_q <= 1'b0;

      if (half) half_q <= 1'b1;
      else if (has_length) half_q <= 1'b0;

      if (finishes) finish_q <= 1'b1;
      if (header_ends) header_q <= 1'b0;
      if (header_q) live_q <= !no_count && !stuck;
      else if (message_ends) live_q <= !last_q && !stuck;
      else if (stuck) live_q <= 1'b0;
    end
  end

  // The second word of a frame is being loaded: only now is it known whose header it is.
  assign second_load = valid_i && (!valid_q || !stall_i) && first_q && !eof_q;

  // Without a reset: the header sets all of it.
  logic [2:0] stop_lane;
  assign stop_lane = stop_q[lane][2:0];
  always_ff @(posedge clk_i) begin
    if (second_load) begin
      boundary_q <= pitch_i ? (high_q ? 16'd6 : 16'd2) : (high_q ? 16'd18 : 16'd14);
      start_q    <= pitch_i ? (high_q ? 3'd6 : 3'd2) : (high_q ? 3'd4 : 3'd0);
    end else if (active) begin
      if (has_length) begin
        boundary_q <= {stop_q[lane][15:4], stop_q[lane][3] ^ stays, stop_lane};
        start_q    <= pitch_q ? stop_lane : stop_lane + 3'd2;
      end else if (header_ends || message_ends) begin
        boundary_q <= half ? 16'd7 : 16'd0;
        start_q    <= half ? (pitch_q ? 3'd7 : 3'd1) : (pitch_q ? 3'd0 : 3'd2);
      end else if (half) begin
        boundary_q <= 16'd7;
      end else if (header_q || open_q) begin
        boundary_q <= boundary_q - 16'd8;
      end
    end
    if (active) begin
      at_q <= first_q ? (high_q ? 12'd2 : 12'd6) : pop ? at_q + 12'd8 : at_q;

      // Of a message that begins; in between whatever it is.
      if (at_block) message_length_q <= message_length;

      if (header_q) begin
        count_q    <= count;
        left_q     <= no_count ? 16'd0 : count;
        last_q     <= count == 16'd1;
        messages_q <= '0;
        empty_q    <= '0;
      end else if (message_ends) begin
        left_q     <= left_q - 16'd1;
        last_q     <= left_q == 16'd2;
        messages_q <= messages_o;
        empty_q    <= empty_o;
      end
      trailing_q <= trails || (trailing_q && !header_q);

      // The header's fields, word by word.
      if (first_q) session_q <= high_q ? {64'd0, data_q[63:48]} : {32'd0, data_q[63:16]};
      if (second_q) begin
        if (pitch_q) begin
          sequence_q    <= {32'd0, high_q ? data_q[47:16] : {data_q[15:0], session_q[47:32]}};
          session_q     <= '0;
          short_block_q <= session_q[15:3] == '0;
        end else if (high_q) begin
          session_q[79:16] <= data_q;
          short_block_q    <= 1'b0;
        end else begin
          session_q[79:48]  <= data_q[31:0];
          sequence_q[63:32] <= {data_q[39:32], data_q[47:40], data_q[55:48], data_q[63:56]};
          short_block_q     <= 1'b0;
        end
      end
      if (third_q && !pitch_q) begin
        if (high_q) begin
          for (int i = 0; i < 8; i++) sequence_q[8*(7-i) +: 8] <= data_q[8*i +: 8];
        end else begin
          for (int i = 0; i < 4; i++) sequence_q[8*(3-i) +: 8] <= data_q[8*i +: 8];
        end
      end
    end
  end
endmodule
`default_nettype wire
