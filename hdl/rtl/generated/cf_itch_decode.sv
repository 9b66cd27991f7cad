// Generated from hdl/records.yaml and hdl/registers.yaml by `npm run generate`; do not edit.
`default_nettype none
/* verilator lint_off UNUSEDSIGNAL */ // bytes 50 to 63 of a message belong to no ITCH field

// ITCH 5.0 message to record body: every field to its place, big-endian to little-endian.
// Combinational. The common header (type, channel, flags, sequence, ingress) is not set here.
module cf_itch_decode (
  // There is a message; outputs are 0 otherwise.
  input  wire logic          valid_i,
  // Message bytes, byte i in bits 8i+7:8i, and its length.
  input  wire logic [511:0]  msg_i,
  input  wire logic [15:0]   length_i,
  // Two slots; bytes that belong to no field of the message are 0.
  output logic [1023:0] body_o,
  output logic          two_slots_o,
  // 0: unknown type, or a known type of another length; body_o is then meaningless.
  output logic          known_o
);
  always_comb begin
    body_o = '0;
    two_slots_o = 1'b0;
    known_o = 1'b0;
    if (valid_i) begin
    body_o[32 +: 16] = {msg_i[8 +: 8], msg_i[16 +: 8]};
    body_o[48 +: 16] = {msg_i[24 +: 8], msg_i[32 +: 8]};
    body_o[128 +: 48] = {msg_i[40 +: 8], msg_i[48 +: 8], msg_i[56 +: 8], msg_i[64 +: 8], msg_i[72 +: 8], msg_i[80 +: 8]};
    case (msg_i[7:0])
      8'h53: begin // SystemEvent
        known_o = length_i == 16'd12;
        two_slots_o = 1'b0;
        body_o[24 +: 8] = {msg_i[88 +: 8]}; // eventCode
      end
      8'h52: begin // StockDirectory
        known_o = length_i == 16'd39;
        two_slots_o = 1'b0;
        body_o[256 +: 64] = {msg_i[144 +: 8], msg_i[136 +: 8], msg_i[128 +: 8], msg_i[120 +: 8], msg_i[112 +: 8], msg_i[104 +: 8], msg_i[96 +: 8], msg_i[88 +: 8]}; // stock
        body_o[24 +: 8] = {msg_i[152 +: 8]}; // marketCategory
        body_o[368 +: 8] = {msg_i[160 +: 8]}; // financialStatus
        body_o[224 +: 32] = {msg_i[168 +: 8], msg_i[176 +: 8], msg_i[184 +: 8], msg_i[192 +: 8]}; // roundLotSize
        body_o[376 +: 8] = {msg_i[200 +: 8]}; // roundLotsOnly
        body_o[384 +: 8] = {msg_i[208 +: 8]}; // issueClassification
        body_o[352 +: 16] = {msg_i[224 +: 8], msg_i[216 +: 8]}; // issueSubType
        body_o[392 +: 8] = {msg_i[232 +: 8]}; // authenticity
        body_o[400 +: 8] = {msg_i[240 +: 8]}; // shortSaleThreshold
        body_o[408 +: 8] = {msg_i[248 +: 8]}; // ipoFlag
        body_o[416 +: 8] = {msg_i[256 +: 8]}; // luldReferencePriceTier
        body_o[424 +: 8] = {msg_i[264 +: 8]}; // etpFlag
        body_o[320 +: 32] = {msg_i[272 +: 8], msg_i[280 +: 8], msg_i[288 +: 8], msg_i[296 +: 8]}; // etpLeverageFactor
        body_o[432 +: 8] = {msg_i[304 +: 8]}; // inverseIndicator
      end
      8'h48: begin // StockTradingAction
        known_o = length_i == 16'd25;
        two_slots_o = 1'b0;
        body_o[256 +: 64] = {msg_i[144 +: 8], msg_i[136 +: 8], msg_i[128 +: 8], msg_i[120 +: 8], msg_i[112 +: 8], msg_i[104 +: 8], msg_i[96 +: 8], msg_i[88 +: 8]}; // stock
        body_o[24 +: 8] = {msg_i[152 +: 8]}; // tradingState
        body_o[320 +: 8] = {msg_i[160 +: 8]}; // reserved
        body_o[224 +: 32] = {msg_i[192 +: 8], msg_i[184 +: 8], msg_i[176 +: 8], msg_i[168 +: 8]}; // reason
      end
      8'h59: begin // RegShoRestriction
        known_o = length_i == 16'd20;
        two_slots_o = 1'b0;
        body_o[256 +: 64] = {msg_i[144 +: 8], msg_i[136 +: 8], msg_i[128 +: 8], msg_i[120 +: 8], msg_i[112 +: 8], msg_i[104 +: 8], msg_i[96 +: 8], msg_i[88 +: 8]}; // stock
        body_o[24 +: 8] = {msg_i[152 +: 8]}; // regShoAction
      end
      8'h4C: begin // MarketParticipantPosition
        known_o = length_i == 16'd26;
        two_slots_o = 1'b0;
        body_o[224 +: 32] = {msg_i[112 +: 8], msg_i[104 +: 8], msg_i[96 +: 8], msg_i[88 +: 8]}; // mpid
        body_o[256 +: 64] = {msg_i[176 +: 8], msg_i[168 +: 8], msg_i[160 +: 8], msg_i[152 +: 8], msg_i[144 +: 8], msg_i[136 +: 8], msg_i[128 +: 8], msg_i[120 +: 8]}; // stock
        body_o[24 +: 8] = {msg_i[184 +: 8]}; // primaryMarketMaker
        body_o[320 +: 8] = {msg_i[192 +: 8]}; // marketMakerMode
        body_o[328 +: 8] = {msg_i[200 +: 8]}; // marketParticipantState
      end
      8'h56: begin // MwcbDeclineLevel
        known_o = length_i == 16'd35;
        two_slots_o = 1'b0;
        body_o[256 +: 64] = {msg_i[88 +: 8], msg_i[96 +: 8], msg_i[104 +: 8], msg_i[112 +: 8], msg_i[120 +: 8], msg_i[128 +: 8], msg_i[136 +: 8], msg_i[144 +: 8]}; // level1
        body_o[320 +: 64] = {msg_i[152 +: 8], msg_i[160 +: 8], msg_i[168 +: 8], msg_i[176 +: 8], msg_i[184 +: 8], msg_i[192 +: 8], msg_i[200 +: 8], msg_i[208 +: 8]}; // level2
        body_o[384 +: 64] = {msg_i[216 +: 8], msg_i[224 +: 8], msg_i[232 +: 8], msg_i[240 +: 8], msg_i[248 +: 8], msg_i[256 +: 8], msg_i[264 +: 8], msg_i[272 +: 8]}; // level3
      end
      8'h57: begin // MwcbStatus
        known_o = length_i == 16'd12;
        two_slots_o = 1'b0;
        body_o[24 +: 8] = {msg_i[88 +: 8]}; // breachedLevel
      end
      8'h4B: begin // IpoQuotingPeriodUpdate
        known_o = length_i == 16'd28;
        two_slots_o = 1'b0;
        body_o[256 +: 64] = {msg_i[144 +: 8], msg_i[136 +: 8], msg_i[128 +: 8], msg_i[120 +: 8], msg_i[112 +: 8], msg_i[104 +: 8], msg_i[96 +: 8], msg_i[88 +: 8]}; // stock
        body_o[224 +: 32] = {msg_i[152 +: 8], msg_i[160 +: 8], msg_i[168 +: 8], msg_i[176 +: 8]}; // releaseTime
        body_o[24 +: 8] = {msg_i[184 +: 8]}; // releaseQualifier
        body_o[320 +: 32] = {msg_i[192 +: 8], msg_i[200 +: 8], msg_i[208 +: 8], msg_i[216 +: 8]}; // ipoPrice
      end
      8'h4A: begin // LuldAuctionCollar
        known_o = length_i == 16'd35;
        two_slots_o = 1'b0;
        body_o[256 +: 64] = {msg_i[144 +: 8], msg_i[136 +: 8], msg_i[128 +: 8], msg_i[120 +: 8], msg_i[112 +: 8], msg_i[104 +: 8], msg_i[96 +: 8], msg_i[88 +: 8]}; // stock
        body_o[224 +: 32] = {msg_i[152 +: 8], msg_i[160 +: 8], msg_i[168 +: 8], msg_i[176 +: 8]}; // referencePrice
        body_o[320 +: 32] = {msg_i[184 +: 8], msg_i[192 +: 8], msg_i[200 +: 8], msg_i[208 +: 8]}; // upperCollar
        body_o[352 +: 32] = {msg_i[216 +: 8], msg_i[224 +: 8], msg_i[232 +: 8], msg_i[240 +: 8]}; // lowerCollar
        body_o[384 +: 32] = {msg_i[248 +: 8], msg_i[256 +: 8], msg_i[264 +: 8], msg_i[272 +: 8]}; // extension
      end
      8'h68: begin // OperationalHalt
        known_o = length_i == 16'd21;
        two_slots_o = 1'b0;
        body_o[256 +: 64] = {msg_i[144 +: 8], msg_i[136 +: 8], msg_i[128 +: 8], msg_i[120 +: 8], msg_i[112 +: 8], msg_i[104 +: 8], msg_i[96 +: 8], msg_i[88 +: 8]}; // stock
        body_o[24 +: 8] = {msg_i[152 +: 8]}; // marketCode
        body_o[224 +: 8] = {msg_i[160 +: 8]}; // haltAction
      end
      8'h41: begin // AddOrder
        known_o = length_i == 16'd36;
        two_slots_o = 1'b0;
        body_o[256 +: 64] = {msg_i[88 +: 8], msg_i[96 +: 8], msg_i[104 +: 8], msg_i[112 +: 8], msg_i[120 +: 8], msg_i[128 +: 8], msg_i[136 +: 8], msg_i[144 +: 8]}; // orderRef
        body_o[24 +: 8] = {msg_i[152 +: 8]}; // side
        body_o[224 +: 32] = {msg_i[160 +: 8], msg_i[168 +: 8], msg_i[176 +: 8], msg_i[184 +: 8]}; // shares
        body_o[320 +: 64] = {msg_i[248 +: 8], msg_i[240 +: 8], msg_i[232 +: 8], msg_i[224 +: 8], msg_i[216 +: 8], msg_i[208 +: 8], msg_i[200 +: 8], msg_i[192 +: 8]}; // stock
        body_o[384 +: 32] = {msg_i[256 +: 8], msg_i[264 +: 8], msg_i[272 +: 8], msg_i[280 +: 8]}; // price
      end
      8'h46: begin // AddOrderMpid
        known_o = length_i == 16'd40;
        two_slots_o = 1'b0;
        body_o[256 +: 64] = {msg_i[88 +: 8], msg_i[96 +: 8], msg_i[104 +: 8], msg_i[112 +: 8], msg_i[120 +: 8], msg_i[128 +: 8], msg_i[136 +: 8], msg_i[144 +: 8]}; // orderRef
        body_o[24 +: 8] = {msg_i[152 +: 8]}; // side
        body_o[224 +: 32] = {msg_i[160 +: 8], msg_i[168 +: 8], msg_i[176 +: 8], msg_i[184 +: 8]}; // shares
        body_o[320 +: 64] = {msg_i[248 +: 8], msg_i[240 +: 8], msg_i[232 +: 8], msg_i[224 +: 8], msg_i[216 +: 8], msg_i[208 +: 8], msg_i[200 +: 8], msg_i[192 +: 8]}; // stock
        body_o[384 +: 32] = {msg_i[256 +: 8], msg_i[264 +: 8], msg_i[272 +: 8], msg_i[280 +: 8]}; // price
        body_o[416 +: 32] = {msg_i[312 +: 8], msg_i[304 +: 8], msg_i[296 +: 8], msg_i[288 +: 8]}; // attribution
      end
      8'h45: begin // OrderExecuted
        known_o = length_i == 16'd31;
        two_slots_o = 1'b0;
        body_o[256 +: 64] = {msg_i[88 +: 8], msg_i[96 +: 8], msg_i[104 +: 8], msg_i[112 +: 8], msg_i[120 +: 8], msg_i[128 +: 8], msg_i[136 +: 8], msg_i[144 +: 8]}; // orderRef
        body_o[224 +: 32] = {msg_i[152 +: 8], msg_i[160 +: 8], msg_i[168 +: 8], msg_i[176 +: 8]}; // executedShares
        body_o[320 +: 64] = {msg_i[184 +: 8], msg_i[192 +: 8], msg_i[200 +: 8], msg_i[208 +: 8], msg_i[216 +: 8], msg_i[224 +: 8], msg_i[232 +: 8], msg_i[240 +: 8]}; // matchNumber
      end
      8'h43: begin // OrderExecutedWithPrice
        known_o = length_i == 16'd36;
        two_slots_o = 1'b0;
        body_o[256 +: 64] = {msg_i[88 +: 8], msg_i[96 +: 8], msg_i[104 +: 8], msg_i[112 +: 8], msg_i[120 +: 8], msg_i[128 +: 8], msg_i[136 +: 8], msg_i[144 +: 8]}; // orderRef
        body_o[224 +: 32] = {msg_i[152 +: 8], msg_i[160 +: 8], msg_i[168 +: 8], msg_i[176 +: 8]}; // executedShares
        body_o[320 +: 64] = {msg_i[184 +: 8], msg_i[192 +: 8], msg_i[200 +: 8], msg_i[208 +: 8], msg_i[216 +: 8], msg_i[224 +: 8], msg_i[232 +: 8], msg_i[240 +: 8]}; // matchNumber
        body_o[24 +: 8] = {msg_i[248 +: 8]}; // printable
        body_o[384 +: 32] = {msg_i[256 +: 8], msg_i[264 +: 8], msg_i[272 +: 8], msg_i[280 +: 8]}; // executionPrice
      end
      8'h58: begin // OrderCancel
        known_o = length_i == 16'd23;
        two_slots_o = 1'b0;
        body_o[256 +: 64] = {msg_i[88 +: 8], msg_i[96 +: 8], msg_i[104 +: 8], msg_i[112 +: 8], msg_i[120 +: 8], msg_i[128 +: 8], msg_i[136 +: 8], msg_i[144 +: 8]}; // orderRef
        body_o[224 +: 32] = {msg_i[152 +: 8], msg_i[160 +: 8], msg_i[168 +: 8], msg_i[176 +: 8]}; // canceledShares
      end
      8'h44: begin // OrderDelete
        known_o = length_i == 16'd19;
        two_slots_o = 1'b0;
        body_o[256 +: 64] = {msg_i[88 +: 8], msg_i[96 +: 8], msg_i[104 +: 8], msg_i[112 +: 8], msg_i[120 +: 8], msg_i[128 +: 8], msg_i[136 +: 8], msg_i[144 +: 8]}; // orderRef
      end
      8'h55: begin // OrderReplace
        known_o = length_i == 16'd35;
        two_slots_o = 1'b0;
        body_o[256 +: 64] = {msg_i[88 +: 8], msg_i[96 +: 8], msg_i[104 +: 8], msg_i[112 +: 8], msg_i[120 +: 8], msg_i[128 +: 8], msg_i[136 +: 8], msg_i[144 +: 8]}; // originalOrderRef
        body_o[320 +: 64] = {msg_i[152 +: 8], msg_i[160 +: 8], msg_i[168 +: 8], msg_i[176 +: 8], msg_i[184 +: 8], msg_i[192 +: 8], msg_i[200 +: 8], msg_i[208 +: 8]}; // newOrderRef
        body_o[224 +: 32] = {msg_i[216 +: 8], msg_i[224 +: 8], msg_i[232 +: 8], msg_i[240 +: 8]}; // shares
        body_o[384 +: 32] = {msg_i[248 +: 8], msg_i[256 +: 8], msg_i[264 +: 8], msg_i[272 +: 8]}; // price
      end
      8'h50: begin // TradeNonCross
        known_o = length_i == 16'd44;
        two_slots_o = 1'b0;
        body_o[256 +: 64] = {msg_i[88 +: 8], msg_i[96 +: 8], msg_i[104 +: 8], msg_i[112 +: 8], msg_i[120 +: 8], msg_i[128 +: 8], msg_i[136 +: 8], msg_i[144 +: 8]}; // orderRef
        body_o[24 +: 8] = {msg_i[152 +: 8]}; // side
        body_o[224 +: 32] = {msg_i[160 +: 8], msg_i[168 +: 8], msg_i[176 +: 8], msg_i[184 +: 8]}; // shares
        body_o[320 +: 64] = {msg_i[248 +: 8], msg_i[240 +: 8], msg_i[232 +: 8], msg_i[224 +: 8], msg_i[216 +: 8], msg_i[208 +: 8], msg_i[200 +: 8], msg_i[192 +: 8]}; // stock
        body_o[448 +: 32] = {msg_i[256 +: 8], msg_i[264 +: 8], msg_i[272 +: 8], msg_i[280 +: 8]}; // price
        body_o[384 +: 64] = {msg_i[288 +: 8], msg_i[296 +: 8], msg_i[304 +: 8], msg_i[312 +: 8], msg_i[320 +: 8], msg_i[328 +: 8], msg_i[336 +: 8], msg_i[344 +: 8]}; // matchNumber
      end
      8'h51: begin // CrossTrade
        known_o = length_i == 16'd40;
        two_slots_o = 1'b0;
        body_o[256 +: 64] = {msg_i[88 +: 8], msg_i[96 +: 8], msg_i[104 +: 8], msg_i[112 +: 8], msg_i[120 +: 8], msg_i[128 +: 8], msg_i[136 +: 8], msg_i[144 +: 8]}; // shares
        body_o[320 +: 64] = {msg_i[208 +: 8], msg_i[200 +: 8], msg_i[192 +: 8], msg_i[184 +: 8], msg_i[176 +: 8], msg_i[168 +: 8], msg_i[160 +: 8], msg_i[152 +: 8]}; // stock
        body_o[224 +: 32] = {msg_i[216 +: 8], msg_i[224 +: 8], msg_i[232 +: 8], msg_i[240 +: 8]}; // crossPrice
        body_o[384 +: 64] = {msg_i[248 +: 8], msg_i[256 +: 8], msg_i[264 +: 8], msg_i[272 +: 8], msg_i[280 +: 8], msg_i[288 +: 8], msg_i[296 +: 8], msg_i[304 +: 8]}; // matchNumber
        body_o[24 +: 8] = {msg_i[312 +: 8]}; // crossType
      end
      8'h42: begin // BrokenTrade
        known_o = length_i == 16'd19;
        two_slots_o = 1'b0;
        body_o[256 +: 64] = {msg_i[88 +: 8], msg_i[96 +: 8], msg_i[104 +: 8], msg_i[112 +: 8], msg_i[120 +: 8], msg_i[128 +: 8], msg_i[136 +: 8], msg_i[144 +: 8]}; // matchNumber
      end
      8'h49: begin // Noii
        known_o = length_i == 16'd50;
        two_slots_o = 1'b1;
        body_o[256 +: 64] = {msg_i[88 +: 8], msg_i[96 +: 8], msg_i[104 +: 8], msg_i[112 +: 8], msg_i[120 +: 8], msg_i[128 +: 8], msg_i[136 +: 8], msg_i[144 +: 8]}; // pairedShares
        body_o[320 +: 64] = {msg_i[152 +: 8], msg_i[160 +: 8], msg_i[168 +: 8], msg_i[176 +: 8], msg_i[184 +: 8], msg_i[192 +: 8], msg_i[200 +: 8], msg_i[208 +: 8]}; // imbalanceShares
        body_o[24 +: 8] = {msg_i[216 +: 8]}; // imbalanceDirection
        body_o[384 +: 64] = {msg_i[280 +: 8], msg_i[272 +: 8], msg_i[264 +: 8], msg_i[256 +: 8], msg_i[248 +: 8], msg_i[240 +: 8], msg_i[232 +: 8], msg_i[224 +: 8]}; // stock
        body_o[224 +: 32] = {msg_i[288 +: 8], msg_i[296 +: 8], msg_i[304 +: 8], msg_i[312 +: 8]}; // farPrice
        body_o[448 +: 32] = {msg_i[320 +: 8], msg_i[328 +: 8], msg_i[336 +: 8], msg_i[344 +: 8]}; // nearPrice
        body_o[512 +: 32] = {msg_i[352 +: 8], msg_i[360 +: 8], msg_i[368 +: 8], msg_i[376 +: 8]}; // currentReferencePrice
        body_o[544 +: 8] = {msg_i[384 +: 8]}; // crossType
        body_o[552 +: 8] = {msg_i[392 +: 8]}; // priceVariation
      end
      8'h4E: begin // Rpii
        known_o = length_i == 16'd20;
        two_slots_o = 1'b0;
        body_o[256 +: 64] = {msg_i[144 +: 8], msg_i[136 +: 8], msg_i[128 +: 8], msg_i[120 +: 8], msg_i[112 +: 8], msg_i[104 +: 8], msg_i[96 +: 8], msg_i[88 +: 8]}; // stock
        body_o[24 +: 8] = {msg_i[152 +: 8]}; // interestFlag
      end
      8'h4F: begin // DirectListingCapitalRaise
        known_o = length_i == 16'd48;
        two_slots_o = 1'b1;
        body_o[256 +: 64] = {msg_i[144 +: 8], msg_i[136 +: 8], msg_i[128 +: 8], msg_i[120 +: 8], msg_i[112 +: 8], msg_i[104 +: 8], msg_i[96 +: 8], msg_i[88 +: 8]}; // stock
        body_o[24 +: 8] = {msg_i[152 +: 8]}; // openEligibility
        body_o[224 +: 32] = {msg_i[160 +: 8], msg_i[168 +: 8], msg_i[176 +: 8], msg_i[184 +: 8]}; // minAllowablePrice
        body_o[384 +: 32] = {msg_i[192 +: 8], msg_i[200 +: 8], msg_i[208 +: 8], msg_i[216 +: 8]}; // maxAllowablePrice
        body_o[416 +: 32] = {msg_i[224 +: 8], msg_i[232 +: 8], msg_i[240 +: 8], msg_i[248 +: 8]}; // nearExecutionPrice
        body_o[320 +: 64] = {msg_i[256 +: 8], msg_i[264 +: 8], msg_i[272 +: 8], msg_i[280 +: 8], msg_i[288 +: 8], msg_i[296 +: 8], msg_i[304 +: 8], msg_i[312 +: 8]}; // nearExecutionTime
        body_o[448 +: 32] = {msg_i[320 +: 8], msg_i[328 +: 8], msg_i[336 +: 8], msg_i[344 +: 8]}; // lowerPriceRangeCollar
        body_o[512 +: 32] = {msg_i[352 +: 8], msg_i[360 +: 8], msg_i[368 +: 8], msg_i[376 +: 8]}; // upperPriceRangeCollar
      end
      default: ;
    endcase
    end
  end
endmodule
/* verilator lint_on UNUSEDSIGNAL */
`default_nettype wire
