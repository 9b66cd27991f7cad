// Generated from hdl/records.yaml and hdl/registers.yaml by `npm run generate`; do not edit.
`default_nettype none
/* verilator lint_off UNUSEDSIGNAL */ // bytes 47 to 63 of a message belong to no PITCH field

// PITCH 2 message to record body: every field to its place, short forms widened. Byte 0 of a message is its length, byte 1 its type.
// Combinational. The common header (type, channel, flags, sequence, timestamp, ingress) is not set here.
module cf_pitch_decode (
  // There is a message; outputs are 0 otherwise.
  input  wire logic          valid_i,
  // Message bytes, byte i in bits 8i+7:8i, and its length.
  input  wire logic [511:0]  msg_i,
  input  wire logic [15:0]   length_i,
  // Two slots; bytes that belong to no field of the message are 0.
  output logic [1023:0] body_o,
  output logic          two_slots_o,
  // What the message adds to the seconds of its unit; 0 where it has none.
  output logic [31:0]   nanoseconds_o,
  // 0: unknown type, or shorter than known; the other outputs are then meaningless.
  output logic          known_o
);
  always_comb begin
    body_o = '0;
    two_slots_o = 1'b0;
    nanoseconds_o = '0;
    known_o = 1'b0;
    if (valid_i) begin
    case (msg_i[15:8])
      8'h20: begin // PitchTime
        known_o = length_i >= 16'd6;
        two_slots_o = 1'b0;
        body_o[48 +: 8] = msg_i[0 +: 8]; // length
        body_o[224 +: 32] = msg_i[16 +: 32]; // time
      end
      8'h97: begin // PitchUnitClear
        known_o = length_i >= 16'd6;
        two_slots_o = 1'b0;
        nanoseconds_o = msg_i[16 +: 32];
        body_o[48 +: 8] = msg_i[0 +: 8]; // length
        body_o[224 +: 32] = msg_i[16 +: 32]; // timeOffset
      end
      8'h21: begin // PitchAddOrderLong
        known_o = length_i >= 16'd34;
        two_slots_o = 1'b0;
        nanoseconds_o = msg_i[16 +: 32];
        body_o[48 +: 8] = msg_i[0 +: 8]; // length
        body_o[224 +: 32] = msg_i[16 +: 32]; // timeOffset
        body_o[256 +: 64] = msg_i[48 +: 64]; // orderId
        body_o[24 +: 8] = msg_i[112 +: 8]; // side
        body_o[448 +: 32] = msg_i[120 +: 32]; // quantity
        body_o[320 +: 64] = {16'h2020, msg_i[152 +: 48]}; // symbol
        body_o[384 +: 64] = msg_i[200 +: 64]; // price
        body_o[56 +: 8] = msg_i[264 +: 8]; // addFlags
      end
      8'h22: begin // PitchAddOrderShort
        known_o = length_i >= 16'd26;
        two_slots_o = 1'b0;
        nanoseconds_o = msg_i[16 +: 32];
        body_o[48 +: 8] = msg_i[0 +: 8]; // length
        body_o[224 +: 32] = msg_i[16 +: 32]; // timeOffset
        body_o[256 +: 64] = msg_i[48 +: 64]; // orderId
        body_o[24 +: 8] = msg_i[112 +: 8]; // side
        body_o[448 +: 32] = {16'd0, msg_i[120 +: 16]}; // quantity
        body_o[320 +: 64] = {16'h2020, msg_i[136 +: 48]}; // symbol
        body_o[384 +: 64] = 64'(msg_i[184 +: 16]) * 64'd100; // price
        body_o[56 +: 8] = msg_i[200 +: 8]; // addFlags
      end
      8'h2F: begin // PitchAddOrderExpanded
        known_o = length_i >= 16'd36;
        two_slots_o = 1'b1;
        nanoseconds_o = msg_i[16 +: 32];
        body_o[48 +: 8] = msg_i[0 +: 8]; // length
        body_o[224 +: 32] = msg_i[16 +: 32]; // timeOffset
        body_o[256 +: 64] = msg_i[48 +: 64]; // orderId
        body_o[24 +: 8] = msg_i[112 +: 8]; // side
        body_o[448 +: 32] = msg_i[120 +: 32]; // quantity
        body_o[320 +: 64] = msg_i[152 +: 64]; // symbol
        body_o[384 +: 64] = msg_i[216 +: 64]; // price
        body_o[56 +: 8] = msg_i[280 +: 8]; // addFlags
        if (length_i >= 16'd40) body_o[512 +: 32] = msg_i[288 +: 32]; // participantId
        if (length_i >= 16'd41) body_o[544 +: 8] = msg_i[320 +: 8]; // customerIndicator
      end
      8'h23: begin // PitchOrderExecuted
        known_o = length_i >= 16'd26;
        two_slots_o = 1'b0;
        nanoseconds_o = msg_i[16 +: 32];
        body_o[48 +: 8] = msg_i[0 +: 8]; // length
        body_o[224 +: 32] = msg_i[16 +: 32]; // timeOffset
        body_o[256 +: 64] = msg_i[48 +: 64]; // orderId
        body_o[448 +: 32] = msg_i[112 +: 32]; // executedQuantity
        body_o[320 +: 64] = msg_i[144 +: 64]; // executionId
      end
      8'h24: begin // PitchOrderExecutedAtPriceSize
        known_o = length_i >= 16'd38;
        two_slots_o = 1'b1;
        nanoseconds_o = msg_i[16 +: 32];
        body_o[48 +: 8] = msg_i[0 +: 8]; // length
        body_o[224 +: 32] = msg_i[16 +: 32]; // timeOffset
        body_o[256 +: 64] = msg_i[48 +: 64]; // orderId
        body_o[448 +: 32] = msg_i[112 +: 32]; // executedQuantity
        body_o[512 +: 32] = msg_i[144 +: 32]; // remainingQuantity
        body_o[320 +: 64] = msg_i[176 +: 64]; // executionId
        body_o[384 +: 64] = msg_i[240 +: 64]; // price
      end
      8'h25: begin // PitchReduceSizeLong
        known_o = length_i >= 16'd18;
        two_slots_o = 1'b0;
        nanoseconds_o = msg_i[16 +: 32];
        body_o[48 +: 8] = msg_i[0 +: 8]; // length
        body_o[224 +: 32] = msg_i[16 +: 32]; // timeOffset
        body_o[256 +: 64] = msg_i[48 +: 64]; // orderId
        body_o[448 +: 32] = msg_i[112 +: 32]; // canceledQuantity
      end
      8'h26: begin // PitchReduceSizeShort
        known_o = length_i >= 16'd16;
        two_slots_o = 1'b0;
        nanoseconds_o = msg_i[16 +: 32];
        body_o[48 +: 8] = msg_i[0 +: 8]; // length
        body_o[224 +: 32] = msg_i[16 +: 32]; // timeOffset
        body_o[256 +: 64] = msg_i[48 +: 64]; // orderId
        body_o[448 +: 32] = {16'd0, msg_i[112 +: 16]}; // canceledQuantity
      end
      8'h27: begin // PitchModifyOrderLong
        known_o = length_i >= 16'd27;
        two_slots_o = 1'b0;
        nanoseconds_o = msg_i[16 +: 32];
        body_o[48 +: 8] = msg_i[0 +: 8]; // length
        body_o[224 +: 32] = msg_i[16 +: 32]; // timeOffset
        body_o[256 +: 64] = msg_i[48 +: 64]; // orderId
        body_o[448 +: 32] = msg_i[112 +: 32]; // quantity
        body_o[384 +: 64] = msg_i[144 +: 64]; // price
        body_o[24 +: 8] = msg_i[208 +: 8]; // modifyFlags
      end
      8'h28: begin // PitchModifyOrderShort
        known_o = length_i >= 16'd19;
        two_slots_o = 1'b0;
        nanoseconds_o = msg_i[16 +: 32];
        body_o[48 +: 8] = msg_i[0 +: 8]; // length
        body_o[224 +: 32] = msg_i[16 +: 32]; // timeOffset
        body_o[256 +: 64] = msg_i[48 +: 64]; // orderId
        body_o[448 +: 32] = {16'd0, msg_i[112 +: 16]}; // quantity
        body_o[384 +: 64] = 64'(msg_i[128 +: 16]) * 64'd100; // price
        body_o[24 +: 8] = msg_i[144 +: 8]; // modifyFlags
      end
      8'h29: begin // PitchDeleteOrder
        known_o = length_i >= 16'd14;
        two_slots_o = 1'b0;
        nanoseconds_o = msg_i[16 +: 32];
        body_o[48 +: 8] = msg_i[0 +: 8]; // length
        body_o[224 +: 32] = msg_i[16 +: 32]; // timeOffset
        body_o[256 +: 64] = msg_i[48 +: 64]; // orderId
      end
      8'h2A: begin // PitchTradeLong
        known_o = length_i >= 16'd41;
        two_slots_o = 1'b1;
        nanoseconds_o = msg_i[16 +: 32];
        body_o[48 +: 8] = msg_i[0 +: 8]; // length
        body_o[224 +: 32] = msg_i[16 +: 32]; // timeOffset
        body_o[256 +: 64] = msg_i[48 +: 64]; // orderId
        body_o[24 +: 8] = msg_i[112 +: 8]; // side
        body_o[448 +: 32] = msg_i[120 +: 32]; // quantity
        body_o[320 +: 64] = {16'h2020, msg_i[152 +: 48]}; // symbol
        body_o[384 +: 64] = msg_i[200 +: 64]; // price
        body_o[512 +: 64] = msg_i[264 +: 64]; // executionId
      end
      8'h2B: begin // PitchTradeShort
        known_o = length_i >= 16'd33;
        two_slots_o = 1'b1;
        nanoseconds_o = msg_i[16 +: 32];
        body_o[48 +: 8] = msg_i[0 +: 8]; // length
        body_o[224 +: 32] = msg_i[16 +: 32]; // timeOffset
        body_o[256 +: 64] = msg_i[48 +: 64]; // orderId
        body_o[24 +: 8] = msg_i[112 +: 8]; // side
        body_o[448 +: 32] = {16'd0, msg_i[120 +: 16]}; // quantity
        body_o[320 +: 64] = {16'h2020, msg_i[136 +: 48]}; // symbol
        body_o[384 +: 64] = 64'(msg_i[184 +: 16]) * 64'd100; // price
        body_o[512 +: 64] = msg_i[200 +: 64]; // executionId
      end
      8'h30: begin // PitchTradeExpanded
        known_o = length_i >= 16'd43;
        two_slots_o = 1'b1;
        nanoseconds_o = msg_i[16 +: 32];
        body_o[48 +: 8] = msg_i[0 +: 8]; // length
        body_o[224 +: 32] = msg_i[16 +: 32]; // timeOffset
        body_o[256 +: 64] = msg_i[48 +: 64]; // orderId
        body_o[24 +: 8] = msg_i[112 +: 8]; // side
        body_o[448 +: 32] = msg_i[120 +: 32]; // quantity
        body_o[320 +: 64] = msg_i[152 +: 64]; // symbol
        body_o[384 +: 64] = msg_i[216 +: 64]; // price
        body_o[512 +: 64] = msg_i[280 +: 64]; // executionId
      end
      8'h2C: begin // PitchTradeBreak
        known_o = length_i >= 16'd14;
        two_slots_o = 1'b0;
        nanoseconds_o = msg_i[16 +: 32];
        body_o[48 +: 8] = msg_i[0 +: 8]; // length
        body_o[224 +: 32] = msg_i[16 +: 32]; // timeOffset
        body_o[256 +: 64] = msg_i[48 +: 64]; // executionId
      end
      8'h2D: begin // PitchEndOfSession
        known_o = length_i >= 16'd6;
        two_slots_o = 1'b0;
        nanoseconds_o = msg_i[16 +: 32];
        body_o[48 +: 8] = msg_i[0 +: 8]; // length
        body_o[224 +: 32] = msg_i[16 +: 32]; // timestamp
      end
      8'h2E: begin // PitchSymbolMapping
        known_o = length_i >= 16'd30;
        two_slots_o = 1'b1;
        body_o[48 +: 8] = msg_i[0 +: 8]; // length
        body_o[512 +: 48] = msg_i[16 +: 48]; // feedSymbol
        body_o[256 +: 168] = msg_i[64 +: 168]; // osiSymbol
        body_o[24 +: 8] = msg_i[232 +: 8]; // symbolCondition
      end
      8'h31: begin // PitchTradingStatus
        known_o = length_i >= 16'd18;
        two_slots_o = 1'b0;
        nanoseconds_o = msg_i[16 +: 32];
        body_o[48 +: 8] = msg_i[0 +: 8]; // length
        body_o[224 +: 32] = msg_i[16 +: 32]; // timeOffset
        body_o[320 +: 64] = msg_i[48 +: 64]; // symbol
        body_o[24 +: 8] = msg_i[112 +: 8]; // tradingStatus
        body_o[56 +: 8] = msg_i[120 +: 8]; // regShoAction
        body_o[256 +: 8] = msg_i[128 +: 8]; // reserved1
        body_o[264 +: 8] = msg_i[136 +: 8]; // reserved2
      end
      8'h95: begin // PitchAuctionUpdate
        known_o = length_i >= 16'd47;
        two_slots_o = 1'b1;
        nanoseconds_o = msg_i[16 +: 32];
        body_o[48 +: 8] = msg_i[0 +: 8]; // length
        body_o[224 +: 32] = msg_i[16 +: 32]; // timeOffset
        body_o[320 +: 64] = msg_i[48 +: 64]; // symbol
        body_o[24 +: 8] = msg_i[112 +: 8]; // auctionType
        body_o[256 +: 64] = msg_i[120 +: 64]; // referencePrice
        body_o[448 +: 32] = msg_i[184 +: 32]; // buyShares
        body_o[576 +: 32] = msg_i[216 +: 32]; // sellShares
        body_o[384 +: 64] = msg_i[248 +: 64]; // indicativePrice
        body_o[512 +: 64] = msg_i[312 +: 64]; // auctionOnlyPrice
      end
      8'h96: begin // PitchAuctionSummary
        known_o = length_i >= 16'd27;
        two_slots_o = 1'b0;
        nanoseconds_o = msg_i[16 +: 32];
        body_o[48 +: 8] = msg_i[0 +: 8]; // length
        body_o[224 +: 32] = msg_i[16 +: 32]; // timeOffset
        body_o[320 +: 64] = msg_i[48 +: 64]; // symbol
        body_o[24 +: 8] = msg_i[112 +: 8]; // auctionType
        body_o[384 +: 64] = msg_i[120 +: 64]; // price
        body_o[448 +: 32] = msg_i[184 +: 32]; // shares
      end
      8'h98: begin // PitchRetailPriceImprovement
        known_o = length_i >= 16'd15;
        two_slots_o = 1'b0;
        nanoseconds_o = msg_i[16 +: 32];
        body_o[48 +: 8] = msg_i[0 +: 8]; // length
        body_o[224 +: 32] = msg_i[16 +: 32]; // timeOffset
        body_o[320 +: 64] = msg_i[48 +: 64]; // symbol
        body_o[24 +: 8] = msg_i[112 +: 8]; // rpi
      end
      default: ;
    endcase
    end
  end
endmodule
/* verilator lint_on UNUSEDSIGNAL */
`default_nettype wire
