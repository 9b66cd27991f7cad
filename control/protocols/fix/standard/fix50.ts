/** FIX 5.0: its fields, and what its messages are made of. Form: ../dictionary-text.ts. */
export const fix50 = `
fields 1-19 21-23 25-45 48-50 52-75 77-85 87-91 93-104 106-108 110-124 126-165 167-172 188-203 206-218 220-313 315-318 320-369 371-438
  441-448 451-464 466-808 810-1139
names 327:HaltReasonChar 982:ExpType 996:UnitofMeasure 998:UnderlyingUnitofMeasure 999:LegUnitofMeasure 1008:SideTrdSubTyp 1009:SideQty
  1059:UndlyInstrumentPartyID 1060:UndlyInstrumentPartyIDSource 1061:UndlyInstrumentPartyRole 1063:UndlyInstrumentPartySubID
  1064:UndlyInstrumentPartySubIDType
type CHAR 327 587
type DATA 213
type INT 1009
type PRICEOFFSET 1048
type STRING 674 877
values 8
values 13 1 2 3 4 5 6
values 18 0 1 2 3 4 5 6 7 8 9 A B C D E F G H I J K L M N O P Q R S T U V W X Y Z a b c d e f g h i j k
values 22 1 2 3 4 5 6 7 8 9 A B C D E F G H I J K L
values 29 1 2 3 4
values 35 0 1 2 3 4 5 6 7 8 9 A B C D E F G H J K L M N P Q R S T V W X Y Z a b:MASS_QUOTE_ACKNOWLEDGEMENT c d e f g h i j k l m
  n:XML_NON_FIX o p q r s t u v w x y z AA AB AC AD AE AF AG AH AI AJ AK AL AM AN AO AP AQ AR AS AT AU AV AW AX AY AZ BA BB BC BD BE BF BG
  BH BI BJ BK BL BM BN:EXECUTION_ACKNOWLEDGEMENT BO BP
values 40 1 2 3 4 5 6 7 8 9 A B C D E F G H I J K L M P Q
values 54 1 2 3 4 5 6 7 8 9 A B C D E F G
values 59 0 1 2 3 4 5 6 7
values 77 C F O R
values 87 0 1 2 3 4 5 6 7
values 88 0 1 2:INCORRECT_AVERAGEG_PRICE 3 4 5 6 7 8 9 10 11 12 13
values 102 0 1 2 3 4 5 6 18 99
values 103 0 1 2 3 4 5 6 7 8 9 10 11 12:SURVEILLENCE_OPTION 13 14 15 18 99
values 104 A B C D I L M O P Q R S T V W X Y Z
values 127 A B C D E F Z
values 139 1 2 3 4 5 6 7 8 9 10 11 12 13 14
values 150 0 3 4 5 6 7 8 9 A B C D E F G H I J K L
values 167 UST USTB EUSUPRA FAC FADN PEF SUPRA CORP CPP CB DUAL EUCORP XLINKD STRUCT YANK FOR FUT OPT CS PS REPO FORWARD BUYSELL SECLOAN
  SECPLEDGE BRADY EUSOV TBOND TINT TIPS TCAL TPRN TNOTE TBILL TERM RVLV RVLVTRM BRIDGE LOFC SWING DINP DEFLTED WITHDRN REPLACD MATURED
  AMENDED RETIRED BA BN BOX CD CL CP DN EUCD EUCP LQN MTN ONITE PN PZFJ STN TD XCN YCD ABS CMBS CMO IET MBS MIO MPO MPP MPT
  PFAND:PFANDBRIEFE TBA AN COFO COFP GO MT RAN REV SPCLA SPCLO SPCLT TAN TAXA TECP TRAN VRDN WAR MF MLEG NONE OOF OOP WLD:WILDCARD_ENTRY
  CASH
values 201 0 1
values 209 1 2 3
values 216 1 2 3 4
values 221 EONIA EUREPO Euribor FutureSWAP LIBID LIBOR MuniAAA OTHER Pfandbriefe SONIA SWAP Treasury
values 233 AMT AUTOREINV BANKQUAL BGNCON COUPON CURRENCY CUSTOMDATE GEOG HAIRCUT INSURED ISSUE ISSUER ISSUESIZE LOOKBACK LOT LOTVAR MAT
  MATURITY MAXSUBS MINDNOM MININCR MINQTY PAYFREQ PIECES PMAX PPL PPM PPT PRICE PRICEFREQ PROD PROTECT PURPOSE PXSOURCE RATING REDEMPTION
  RESTRICTED SECTOR SECTYPE STRUCT SUBSFREQ SUBSLEFT TEXT TRDVAR WAC WAL WALA WAM WHOLE YIELD ABS CPP CPR CPY HEP MHP MPR PPC PSA SMM
values 269 0 1 2 3 4 5 6 7 8 9:TRADING_SESSION_VWAP_PRICE A B C D E F G H J K L M N O P Q
values 276 A B C D E F G H I L J K M N O P Q R S T U V W X Y Z a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2
values 277 A B C D E F G H I J K L M N P Q R S T U V W X Y Z a b c d e f g h i j k l m n o p q r s t u v w x y z AA AB AC AD AE AF AG AH
  AI AJ AK 0 AL AM AN:OFFICAL_CLOSING_PRICE AO AP AQ AR AS AT
values 279 0 1 2 3 4
values 292 A B C D E F G H I J K L M N O P Q R S T U V
values 297 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
values 298 1 2 3 4 5:CANCEL_QUOTE_SPECIFIED_IN_QUOTE_ID
values 300 1 2 3 4 5 6 7 8 9 99
values 301 0 1 2
values 303 1 2
values 321 0 1 2 3
values 326 1 2 3 4 5 6 7 8 9 10 12 13 14 15 16 17 18 19 20 21 22 23
values 327 D:NEWS_DISSEMINATION E:ORDER_INFLUX I:ORDER_IMBALANCE M:ADDITIONAL_INFORMATION P:NEW_PENDING X:EQUIPMENT_CHANGEOVER
values 336
values 338 1 2 3
values 373 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17:NON 99
values 378 0 1 2 3 4 5 6 7 8 9 10 11 99
values 380 0 1 2 3 4 5 6 7 18
values 423 1 2 3 4 5 6 7 8 9 10 11 13:PRODUCT_TICKS_IN_HALFS 14 15:PRODUCT_TICKS_IN_EIGHTS 16 17 18:PRODUCT_TICKS_IN_SIXTY_FORTHS
  19:PRODUCT_TICKS_IN_ONE_TWENTY_EIGHTS
values 434 1 2:ORDER_CANCEL
values 447 6 7 8 9 A 1 2 3 4 5 I B C D E F G H
values 452 1 2 3 4 5 6 7 8 9 10 11 12 13 14:GIVEUP_CLEARING_FIRM 15 16 17 18 19 20 21 22 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39
  40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 69 70 71 72 73 74 75 76 77 78
values 477 1 2 3 4 5 6 7 8 9 10 11 12
values 492 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
values 522 1 2 3 4 5 6 7 8 9 10 11 12 13
values 528 A G I P R W
values 529 1 2 3 4 5 6 7 8 9 A
values 530 1 2 3 4 5 6 7
values 531 0 1 2 3 4 5 6 7
values 532 0 1 2:INVALID_OR_UNKOWN_UNDERLYING_SECURITY 3 4 5 6 99
values 537 0 1 2 3
values 549 1 2 3 4
values 559 0 1 2 3 4
values 573 0 1 2
values 574 60:ONE_PARTY_PRIVATELY_NEGOTIATED_TRADE_REPORT 61:TWO_PARTY_PRIVATELY_NEGOTIATED_TRADE_REPORT 62:CONTINUOUS_AUTO_MATCH
  63:CROSS_AUCTION 64:COUNTER_ORDER_SELECTION 65:CALL_AUCTION M3 M4 M5 M6 A1 A2 A3 A4 A5 AQ S1 S2 S3 S4 S5 M1 M2 MT 1 2 3 4 5 6 7
values 577 0 1 2 3 4 5 6 7 8 9 10 11 12 13
values 581 1 2 3 4 6 7 8
values 582 1 2 3 4
values 585 1 2 3 4 5 6 7 8
values 625
values 626 1 2 3 4 5 6 7 8 9 10 11 12 13 14
values 658 1 2 3 4 5 6 7 8 9 10 11 99
values 660 1 2 3 4 5 99
values 692 1 2 3 4 5 6 7 8 9 10
values 694 1 2 3 4 5 6
values 703 ALC AS ASF DLV ETR EX FIN IAS IES PA PIT SOD SPL TA TOT TQ TRF TX XM RCV CAA DN EP
values 707 CASH CRES FMTM IMTM PREM SMTM TVAR VADJ SETL
values 709 1 2 3 4 5 6
values 718 0 1 2 3
values 724 0 1 2 3 4 5
values 751 0 1:INVALID_PARTY_ONFORMATION 2 3 4 99
values 770 1 2 3 4 5 6
values 774 1 2 99
values 794 2 3 4 5 8 9 10 11 12 14
values 796 1 2 99
values 803 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32
values 819 0 1 2
values 826 0 1 2 3 4 5
values 827 0 1
values 828 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46
  47
values 829 0 1 2 3 4 5 6 7 8 9 10 11 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32
values 836 0 1 2 3
values 851 1 2 3
values 856 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
values 865 1 2 3 4 5 6 99
values 871 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 99
values 875 1 2 99
values 895 0 1 2 3 4 5 6 7
values 905 0 1 2 3
values 910 0 1 2 3 4
values 919 0 1 2 3
values 924 1 2 3 4
values 926 1 2 3 4 5 6
values 939 0 1 3
values 959 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24
values 965 1 2
values 996 Bbl Bcf Bu lbs Gal MMbbl MMBtu MWh oz_tr t tn USD
values 997 H Min S D Wk Mo Yr
values 1002 1 2 3
values 1024 0 1 2
values 1031 ADD AON CNH DIR E.W FOK IO IOC LOO LOC MAO MAC MOO MOC MQT NH OVD PEG RSV S.W SCL TMO TS WRK
values 1032 1:NASDOATS
values 1033 A AR D IN IS O PF PR PT S T:TRADING
values 1034 1:NASDOATS
values 1035 ADD:ADD_ON_ORDER AON:ALL_OR_NONE CNH:CASH_NOT_HELD DIR:DIRECTED_ORDER E.W:EXCHANGE_FOR_PHYSICAL_TRANSACTION FOK:FILL_OR_KILL
  IO:IMBALANCE_ONLY IOC:IMMEDIATE_OR_CANCEL LOO:LIMIT_ON_OPEN LOC:LIMIT_ON_CLOSE MAO:MARKET_AT_OPEN MAC:MARKET_AT_CLOSE MOO:MARKET_ON_OPEN
  MOC:MARKET_ON_CLOSE MQT:MINIMUM_QUANTITY NH:NOT_HELD OVD:OVER_THE_DAY PEG:PEGGED RSV:RESERVE_SIZE_ORDER S.W:STOP_STOCK_TRANSACTION
  SCL:SCALE TMO:TIME_ORDER TS:TRAILING_STOP WRK:WORK
values 1036 0 1 2:DON
values 1048
values 1049 R P
values 1081 0 1 2 3
values 1084 1 2 3
values 1093 1 2 3
values 1094 1 2 3 4 5 6:FIXED_PEG_TO_LOCAL_BEST_BID_OR_OFFER_AT_TIME_OF_ORDER 7 8 9
values 1100 1 2 3 4
values 1115 1 2 3 4 5 6 7 8
values 1123 0 1 2 3 4
values 1128 0 1 2 3 4 5 6 7
header
trailer
app 6 IOI 23! 28! 26 @Instrument! @Parties @FinancingDetails @UndInstrmtGrp 54! 854 @OrderQtyData 27! 15 @Stipulations @InstrmtLegIOIGrp
  423 44 62 25 130 @IOIQualGrp 58 354 355 60 149 @RoutingGrp @SpreadOrBenchmarkCurveData @YieldData
app 7 Advertisement 2! 5! 3 @Instrument! @InstrmtLegGrp @UndInstrmtGrp 4! 53! 854 44 15 75 60 58 354 355 149 30 336 625
app 8 ExecutionReport 37! 198 526 527 11 41 583 693 790 584 961 911 912 @Parties 229 @ContraGrp 66 548 551 549 17! 19 150! 39! 636 103 378
  1 660 581 589 590 591 63 64 574 1115 544 635 @Instrument! @FinancingDetails @UndInstrmtGrp 54! @Stipulations 854 @OrderQtyData 1093 40
  423 44 1092 99 @TriggeringInstruction @PegInstructions @DiscretionInstructions 839 1095 845 847 @StrategyParametersGrp 848 849 850 15
  376 377 59 168 432 126 18 1057 528 529 1091 582 32 1056 1071 652 31 651 669 194 195 30 336 625 943 29 151! 14! 6 424 425 426 427 75 60
  113 @CommissionData @SpreadOrBenchmarkCurveData @YieldData 381 157 230 158 159 738 920 921 922 258 259 260 238 237 118 119 120 155 156
  21 110 1089 1090 @DisplayInstruction 111 77 210 775 58 354 355 193 192 641 442 480 481 513 494 483 515 484 485 638 639 851 @ContAmtGrp
  @InstrmtLegExecGrp 797 @MiscFeesGrp 1028 1029 1030 1031 1032 @TrdRegTimestamps
app 9 OrderCancelReject 37! 198 526 11! 583 41! 39! 636 586 66 1 660 581 229 75 60 434! 102 58 354 355
app B News 42 61 148! 358 359 @RoutingGrp @InstrmtGrp @InstrmtLegGrp @UndInstrmtGrp @LinesOfTextGrp! 149 95 96
app C Email 164! 94! 42 147! 356 357 @RoutingGrp @InstrmtGrp @UndInstrmtGrp @InstrmtLegGrp 37 11 @LinesOfTextGrp! 95 96
app D NewOrderSingle 11! 526 583 @Parties 229 75 1 660 581 589 590 591 70 @PreAllocGrp 63 64 544 635 21 18 110 1089 1090
  @DisplayInstruction 111 100 1133 @TrdgSesGrp 81 @Instrument! @FinancingDetails @UndInstrmtGrp 140 54! 114 60! @Stipulations 854
  @OrderQtyData! 40! 423 44 1092 99 @TriggeringInstruction @SpreadOrBenchmarkCurveData @YieldData 15 376 377 23 117 59 168 432 126 427
  @CommissionData 528 529 1091 582 121 120 775 58 354 355 193 192 640 77 203 210 @PegInstructions @DiscretionInstructions 847
  @StrategyParametersGrp 848 849 480 481 513 494 1028 1029 1030 1031 1032 @TrdRegTimestamps 1080 1081
app E NewOrderList 66! 390 391 414 394! 415 480 481 513 433 69 352 353 765 766 767 68! 893 @RootParties @ListOrdGrp!
app F OrderCancelRequest 41! 37 11! 526 583 66 586 1 660 581 @Parties @Instrument! @FinancingDetails @UndInstrmtGrp 54! 60! @OrderQtyData!
  376 58 354 355
app G OrderCancelReplaceRequest 37 @Parties 229 75 41! 11! 526 583 66 586 1 660 581 589 590 591 70 @PreAllocGrp 63 64 544 635 21 18 110
  1089 1090 @DisplayInstruction 111 100 1133 @TrdgSesGrp @Instrument! @FinancingDetails @UndInstrmtGrp 54! 60! 854 @OrderQtyData! 40! 423
  44 1092 99 @TriggeringInstruction @SpreadOrBenchmarkCurveData @YieldData @PegInstructions @DiscretionInstructions 847
  @StrategyParametersGrp 848 849 376 377 15 59 168 432 126 427 @CommissionData 528 529 1091 582 121 120 775 58 354 355 193 192 640 77 203
  210 114 480 481 513 494 1028 1029 1030 1031 1032 @TrdRegTimestamps
app H OrderStatusRequest 37 11! 526 583 @Parties 790 1 660 @Instrument! @FinancingDetails @UndInstrmtGrp 54!
app J AllocationInstruction 70! 71! 626! 793 72 796 808 196 197 466 857 @OrdAllocGrp @ExecAllocGrp 570 700 574 54! @Instrument!
  @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp 53! 854 30 229 336 625 423 6 860 @SpreadOrBenchmarkCurveData 15 74
  @Parties 75! 60 63 64 775 381 238 237 118 77 754 58 354 355 157 158 159 540 738 920 921 922 650 @Stipulations @YieldData
  @PositionAmountData 892 893 @AllocGrp 819 715 828 829 582 578 442 1011 991
app K ListCancelRequest 66! @Parties 60! 229 75 58 354 355
app L ListExecute 66! 391 390 60! 58 354 355
app M ListStatusRequest 66! 58 354 355
app N ListStatus 66! 429! 82! 431! 83! 444 445 446 60 68! 893 @OrdListStatGrp!
app P AllocationInstructionAck 70! @Parties 793 75 60 87! 88 626 808 573 460 167 58 354 355 @AllocAckGrp
app Q DontKnowTrade 37! 198 17! 127! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 54! @OrderQtyData! 32 31 58 354 355
app R QuoteRequest 131! 644 11 528 @QuotReqGrp! 58 354 355
app S Quote 131 117! 693 537 @QuotQualGrp 301 @Parties 336 625 @Instrument! @FinancingDetails @UndInstrmtGrp 54 @OrderQtyData 63 64 193
  192 15 @Stipulations 1 660 581 @LegQuotGrp 132 133 645 646 647 134 648 135 62 188 190 189 191 1065 1066 631 632 633 634 60 40 642 643
  656 657 156 13 12 582 100 1133 528 423 @SpreadOrBenchmarkCurveData @YieldData 58 354 355
app T SettlementInstructions 777! 791 160! 792 58 354 355 11 60! @SettlInstGrp
app V MarketDataRequest 262! 263! 264! 265 266 286 546 547 @MDReqGrp! @InstrmtMDReqGrp! @TrdgSesGrp 815 812 1070
app W MarketDataSnapshotFullRefresh 963 715 1021 1022 75 262 @Instrument! @UndInstrmtGrp @InstrmtLegGrp 291 292 451 @MDFullGrp! 813 814
  @RoutingGrp
app X MarketDataIncrementalRefresh 1021 1022 75 262 @MDIncGrp! 813 814 @RoutingGrp
app Y MarketDataRequestReject 262! 281 @MDRjctGrp 58 354 355
app Z QuoteCancel 131 117 298! 301 @Parties 1 660 581 336 625 @QuotCxlEntriesGrp
app a QuoteStatusRequest 649 117 @Instrument! @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @Parties 1 660 581 336 625 263
app b MassQuoteAcknowledgement 131 117 297! 300 301 537 @Parties 1 660 581 58 354 355 @QuotSetAckGrp
app c SecurityDefinitionRequest 320! 321! @Instrument @InstrumentExtension @UndInstrmtGrp 15 58 354 355 336 625 @InstrmtLegGrp 827 263
app d SecurityDefinition 964 715 320 322 323 @Instrument @InstrumentExtension @UndInstrmtGrp 15 336 625 58 354 355 @InstrmtLegGrp 827 561
  562
app e SecurityStatusRequest 324! @Instrument! @InstrumentExtension @UndInstrmtGrp @InstrmtLegGrp 15 263! 336 625
app f SecurityStatus 324 @Instrument! @InstrumentExtension @UndInstrmtGrp @InstrmtLegGrp 15 336 625 325 326 291 292 327 328 329 330 331
  332 333 31 60 334 1025 58 354 355
app g TradingSessionStatusRequest 335! 336 625 338 339 263! 207
app h TradingSessionStatus 335 336! 625 338 339 325 340! 567 341 342 343 344 345 387 58 354 355 @Instrument
app i MassQuote 131 117! 537 301 @Parties 1 660 581 293 294 @QuotSetGrp!
app j BusinessMessageReject 45 372! 379 380! 58 354 355
app k BidRequest 390 391! 374! 392 393! 394! 395 15 396 397 @BidDescReqGrp @BidCompReqGrp 409 410 411 412 413 414 415 416 121 417 75 418!
  419! 443 58 354 355
app l BidResponse 390 391 @BidCompRspGrp!
app m ListStrikePrice 66! 422! 893 @InstrmtStrkPxGrp! @UndInstrmtStrkPxGrp
app o RegistrationInstructions 513! 514! 508! 11 @Parties 1 660 493 495 517 @RgstDtlsGrp @RgstDistInstGrp
app p RegistrationInstructionsResponse 513! 514! 508! 11 @Parties 1 660 506! 507 496
app q OrderMassCancelRequest 11! 526 530! 336 625 @Parties @Instrument @UnderlyingInstrument 54 60! 58 354 355
app r OrderMassCancelReport 11 526 37! 198 530! 531! 532 533 @AffectedOrdGrp 336 625 @Parties @Instrument @UnderlyingInstrument 54 60 58
  354 355
app s NewOrderCross 548! 549! 550! @RootParties @SideCrossOrdModGrp! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 63 64 21 18 110 1089 1090
  @DisplayInstruction 111 100 1133 @TrdgSesGrp 81 140 114 60! 483 @Stipulations 40! 423 44 1092 99 @TriggeringInstruction
  @SpreadOrBenchmarkCurveData @YieldData 15 376 23 117 59 168 432 126 427 210 @PegInstructions @DiscretionInstructions 847
  @StrategyParametersGrp 848 849 480 481 513 494
app t CrossOrderCancelReplaceRequest 37 548! 551! 961 549! 550! @RootParties @SideCrossOrdModGrp! @Instrument! @UndInstrmtGrp
  @InstrmtLegGrp 63 64 21 18 110 1089 1090 @DisplayInstruction 111 100 1133 @TrdgSesGrp 81 140 114 60! 483 @Stipulations 40! 423 44 1092
  99 @TriggeringInstruction @SpreadOrBenchmarkCurveData @YieldData 15 376 23 117 59 168 432 126 427 210 @PegInstructions
  @DiscretionInstructions 847 @StrategyParametersGrp 848 849 480 481 513 494
app u CrossOrderCancelRequest 37 548! 551! 961 549! 550! @RootParties @SideCrossOrdCxlGrp! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 60!
app v SecurityTypeRequest 320! 58 354 355 336 625 460 167 762
app w SecurityTypes 320! 322! 323! 557 893 @SecTypesGrp 58 354 355 336 625 263
app x SecurityListRequest 320! 559! @Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp 15 58 354 355 336 625
  263
app y SecurityList 964 715 320 322 560 393 893 @SecListGrp
app z DerivativeSecurityListRequest 320! 559! @UnderlyingInstrument 762 15 58 354 355 336 625 263
app AA DerivativeSecurityList 320! 322! 560! @UnderlyingInstrument 393 893 @RelSymDerivSecGrp
app AB NewOrderMultileg 11! 526 583 @Parties 229 75 1 660 581 589 590 591 70 @PreAllocMlegGrp 63 64 544 635 21 18 110 1089 1090
  @DisplayInstruction 111 100 1133 @TrdgSesGrp 81 54! @Instrument! @UndInstrmtGrp 140 1069 @LegOrdGrp! 114 60! 854 @OrderQtyData 40! 423
  44 1092 99 @TriggeringInstruction 15 376 377 23 117 1080 1081 59 168 432 126 427 @CommissionData 528 529 1091 582 121 120 775 58 354 355
  77 203 210 @PegInstructions @DiscretionInstructions 847 @StrategyParametersGrp 848 849 480 481 513 494 563
app AC MultilegOrderCancelReplace 37 41! 11! 526 583 586 @Parties 229 75 1 660 581 589 590 591 70 @PreAllocMlegGrp 63 64 544 635 21 18 110
  1089 1090 @DisplayInstruction 111 100 1133 @TrdgSesGrp 81 54! @Instrument! @UndInstrmtGrp 140 1069 @LegOrdGrp! 114 60! 854
  @OrderQtyData! 40! 423 44 1092 99 @TriggeringInstruction 15 376 377 23 117 59 168 432 126 427 @CommissionData 528 529 1091 582 121 120
  775 58 354 355 77 203 210 @PegInstructions @DiscretionInstructions 847 @StrategyParametersGrp 848 849 480 481 513 494 563
app AD TradeCaptureReportRequest 568! 1003 1040 1041 1042 569! 263 571 818 17 150 37 11 573 828 829 1123 830 855 820 880 @Parties
  @Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @TrdCapDtGrp 715 336 625 943 54 442 578 579 725 726 58
  354 355 1011
app AE TradeCaptureReport 571 1003 1040 1041 1042 487 856 939 568 828 829 855 1123 1124 1125 1126 1127 830 150 748 912 325 263 572 881 818
  820 880 17 39 527 378 570 423 @RootParties 1015 716 717 @Instrument! @FinancingDetails @OrderQtyData 854 @YieldData @UndInstrmtGrp 822
  823 32! 31! 1056 669 194 195 1071 30 75! 715 6 @SpreadOrBenchmarkCurveData 819 @PositionAmountData 442 824 @TrdInstrmtLegGrp 60
  @TrdRegTimestamps 63 64 987 573 574 1115 @TrdCapRptSideGrp! 797 852 853 994 1011 779 991 1132 1134 381
app AF OrderMassStatusRequest 584! 585! @Parties 1 660 336 625 @Instrument @UnderlyingInstrument 54
app AG QuoteRequestReject 131! 644 658! @QuotReqRjctGrp! 58 354 355
app AH RFQRequest 644! @RFQReqGrp! 263
app AI QuoteStatusReport 649 131 117! 693 537 @Parties 336 625 @Instrument! @FinancingDetails @UndInstrmtGrp 54 @OrderQtyData 63 64 193
  192 15 @Stipulations 1 660 581 @LegQuotStatGrp @QuotQualGrp 126 44 423 @SpreadOrBenchmarkCurveData @YieldData 132 133 645 646 647 134
  648 135 62 188 190 189 191 631 632 633 634 60 40 642 643 656 657 156 13 12 582 100 1133 297 58 354 355
app AJ QuoteResponse 693! 117 694! 11 528 23 537 @QuotQualGrp @Parties 336 625 @Instrument! @FinancingDetails @UndInstrmtGrp 54
  @OrderQtyData 63 64 193 192 15 @Stipulations 1 660 581 @LegQuotGrp 132 133 645 646 647 134 648 135 62 188 190 189 191 631 632 633 634 60
  40 642 643 656 657 156 12 13 582 100 1133 58 354 355 44 423 @SpreadOrBenchmarkCurveData @YieldData
app AK Confirmation 664! 772 859 666! 773! 797 650 665! @Parties @OrdAllocGrp 70 793 467 60! 75! @TrdRegTimestamps @Instrument!
  @InstrumentExtension @FinancingDetails @UndInstrmtGrp! @InstrmtLegGrp! @YieldData 80! 854 54! 15 30 @CpctyConfGrp! 79! 661 798 6! 74 423
  860 @SpreadOrBenchmarkCurveData 861 58 354 355 81 381! 157 230 158 159 738 920 921 922 238 237 118! 890 119 120 155 156 63 64
  @SettlInstructionsData @CommissionData 858 @Stipulations @MiscFeesGrp
app AL PositionMaintenanceRequest 710 709! 712! 713 714 715! 716 717 @Parties! 1 660 581 @Instrument! 15 @InstrmtLegGrp @UndInstrmtGrp
  @TrdgSesGrp 60 @PositionQty! @PositionAmountData 718 719 720 834 58 354 355 120
app AM PositionMaintenanceReport 721! 709! 710 712! 713 722! 723 715! 716 717 @Parties 1 660 581 714 @Instrument! 15 120 719 720
  @InstrmtLegGrp @UndInstrmtGrp @TrdgSesGrp 60 @PositionQty! @PositionAmountData 718 834 58 354 355
app AN RequestForPositions 710! 724! 573 263 120 @Parties! 1 660 581 @Instrument 15 @InstrmtLegGrp @UndInstrmtGrp 715! 716 717 @TrdgSesGrp
  60! 725 726 58 354 355
app AO RequestForPositionsAck 721! 710 727 325 728! 729! 724 573 715 263 716 717 120 @Parties! 1 660 581 @Instrument 15 @InstrmtLegGrp
  @UndInstrmtGrp 725 726 58 354 355
app AP PositionReport 721! 710 724 263 727 728 325 715! 716 717 423 120 1011 @Parties! 1 660 581 @Instrument 15 730 731 734 573
  @InstrmtLegGrp @PosUndInstrmtGrp @PositionQty @PositionAmountData 506 743 58 354 355
app AQ TradeCaptureReportRequestAck 568! 1003 1040 1041 1042 569! 263 748 749! 750! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 442 725 726
  58 354 355 1011
app AR TradeCaptureReportAck 571 1003 1040 1041 1042 487 856 828 829 855 1123 1124 1125 1126 1127 830 @RootParties 150 572 881 939 751 818
  263 820 880 17 527 39 378 570 423 822 823 716 717 854 32 31 @Instrument! 669 1056 1071 194 195 30 75 715 6 819 442 824 60 63
  @UndInstrmtGrp 573 574 797 852 853 @TrdInstrmtLegGrp @TrdRegTimestamps 725 726 58 354 355 1015 635 @PositionAmountData 994 1011 779 991
  @TrdCapRptAckSideGrp 1135 381 64
app AS AllocationReport 755! 70 71! 795 796 793 794! 87! 88 72 808 196 197 466 715 828 829 442 582 578 991 1011 579 819 857 @OrdAllocGrp
  @ExecAllocGrp 570 700 574 54! @Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp 53! 854 30 229 336 625
  423 6! 860 @SpreadOrBenchmarkCurveData 15 74 @Parties 75! 60 63 64 775 381 238 237 118 77 754 58 354 355 157 158 159 540 738 920 921 922
  650 @Stipulations @YieldData @PositionAmountData 892 893 @AllocGrp
app AT AllocationReportAck 755! 70! 715 819 53 71 @Parties 793 75 60 87 88 794 808 573 460 167 58 354 355 @AllocAckGrp
app AU ConfirmationAck 664! 75! 60! 940! 774 573 58 354 355
app AV SettlementInstructionRequest 791! 60! @Parties 79 661 54 460 167 461 120 168 126 779 169 170 171
app AW AssignmentReport 833! 832 912 @Parties! 1 581 @Instrument 15 @InstrmtLegGrp @UndInstrmtGrp @PositionQty @PositionAmountData 834 730
  731 732 734 432 744 745 746 747 716 717 715! 58 354 355
app AX CollateralRequest 894! 895! 60! 126 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument @FinancingDetails 64 53 854
  15 @InstrmtLegGrp @UndInstrmtCollGrp 899 900 901 @TrdRegTimestamps 54 @MiscFeesGrp 44 423 159 920 921 922 @SpreadOrBenchmarkCurveData
  @Stipulations 336 625 716 717 715 58 354 355
app AY CollateralAssignment 902! 894 895! 903! 907 60! 126 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument
  @FinancingDetails 64 53 854 15 @InstrmtLegGrp @UndInstrmtCollGrp 899 900 901 @TrdRegTimestamps 54 @MiscFeesGrp 44 423 159 920 921 922
  @SpreadOrBenchmarkCurveData @Stipulations @SettlInstructionsData 336 625 716 717 715 58 354 355
app AZ CollateralResponse 904! 902 894 895 903 905! 906 60! 1043 291 715 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument
  @FinancingDetails 64 53 854 15 @InstrmtLegGrp @UndInstrmtCollGrp 899 900 901 @TrdRegTimestamps 54 @MiscFeesGrp 44 423 159 920 921 922
  @SpreadOrBenchmarkCurveData @Stipulations 58 354 355
app BA CollateralReport 908! 909 60 1043 291 910! 911 912 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument
  @FinancingDetails 64 53 854 15 @InstrmtLegGrp @UndInstrmtGrp 899 900 901 @TrdRegTimestamps 54 @MiscFeesGrp 44 423 159 920 921 922
  @SpreadOrBenchmarkCurveData @Stipulations @SettlInstructionsData 336 625 716 717 715 58 354 355
app BB CollateralInquiry 909 @CollInqQualGrp 263 725 726 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument
  @FinancingDetails 64 53 854 15 @InstrmtLegGrp @UndInstrmtGrp 899 900 901 @TrdRegTimestamps 54 44 423 159 920 921 922
  @SpreadOrBenchmarkCurveData @Stipulations @SettlInstructionsData 336 625 716 717 715 58 354 355
app BC NetworkCounterpartySystemStatusRequest 935! 933! @CompIDReqGrp
app BD NetworkCounterpartySystemStatusResponse 937! 933 932! 934 @CompIDStatGrp!
app BE UserRequest 923! 924! 553! 554 925 95 96
app BF UserResponse 923! 553! 926 927
app BG CollateralInquiryAck 909! 945! 946 @CollInqQualGrp 911 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument
  @FinancingDetails 64 53 854 15 @InstrmtLegGrp @UndInstrmtGrp 336 625 716 717 715 725 726 58 354 355
app BH ConfirmationRequest 859! 773! @OrdAllocGrp 70 793 467 60! 79 661 798 58 354 355
app BO ContraryIntentionReport 977! 60 978 979 715! @Parties! @ExpirationQty! @Instrument! @UndInstrmtGrp 58 354 355
app BP SecurityDefinitionUpdateReport 964 320 322 323 715 980 292 @Instrument @UnderlyingInstrument 15 336 625 58 354 355 @InstrmtLegGrp
  827 561 562
app BK SecurityListUpdateReport 964 320 322 560 393 715 980 292 893 @SecLstUpdRelSymGrp
app BL AdjustedPositionReport 721! 724 715! 716 714 @Parties! @PositionQty! @Instrument 730 734
app BM AllocationInstructionAlert 70! 71! 626! 793 72 796 808 196 197 466 857 @OrdAllocGrp @ExecAllocGrp 570 700 574 54! @Instrument!
  @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp 53! 854 30 229 336 625 423 6 860 @SpreadOrBenchmarkCurveData 15 74
  @Parties 75! 60 63 64 775 381 238 237 118 77 754 58 354 355 157 158 159 540 738 920 921 922 650 @Stipulations @YieldData
  @PositionAmountData 892 893 @AllocGrp 819 715 828 829 582 578 442 1011 991
app BN ExecutionAcknowledgement 37! 198 11 1036! 17! 127 @Instrument! @UndInstrmtGrp @InstrmtLegGrp 54! @OrderQtyData! 32 31 423 669 14 6
  58 354 355
app BJ TradingSessionList 335 @TrdSessLstGrp!
app BI TradingSessionListRequest 335! 336 625 207 338 339 263!
component CommissionData 12 13 479 497
component DiscretionInstructions 388 389 841 842 843 844 846
component FinancingDetails 913 914 915 918 788 916 917 919 898
component Instrument 55 65 48 22 @SecAltIDGrp 460 461 167 762 200 541 1079 201 966 1049 965 224 225 239 226 227 228 255 543 470 471 472
  240 202 947 967 968 206 231 969 996 997 223 207 970 971 106 348 349 107 350 351 691 667 875 876 @EvntGrp 873 874 @InstrumentParties
component InstrumentExtension 668 869 @AttrbGrp
component InstrumentLeg 600 601 602 603 @LegSecAltIDGrp 607 608 609 764 610 611 248 249 250 251 252 253 257 599 596 597 598 254 612 942
  613 614 999 1001 615 616 617 618 619 620 621 622 623 624 556 740 739 955 956 1017 566
component LegBenchmarkCurveData 676 677 678 679 680
component LegStipulations 683( 688 689 )
component NestedParties 539( 524 525 538 @NstdPtysSubGrp )
component OrderQtyData 38 152 516 468 469
component Parties 453( 448 447 452 @PtysSubGrp )
component PegInstructions 211 1094 835 836 837 838 840 1096 1097 1098 1099
component PositionAmountData 753( 707 708 1055 )
component PositionQty 702( 703 704 705 706 976 @NestedParties )
component SettlInstructionsData 172 169 170 171 @DlvyInstGrp
component SettlParties 781( 782 783 784 @SettlPtysSubGrp )
component SpreadOrBenchmarkCurveData 218 220 221 222 662 663 699 761
component Stipulations 232( 233 234 )
component TrdRegTimestamps 768( 769 770 771 1033 1034 1035 )
component UnderlyingInstrument 311 312 309 305 @UndSecAltIDGrp 462 463 310 763 313 542 315 241 242 243 244 245 246 256 595 592 593 594 247
  316 941 317 436 998 1000 435 308 306 362 363 307 364 365 877 878 972 318 879 975 973 974 810 882 883 884 885 886 @UnderlyingStipulations
  1044 1045 1046 1038 @UndlyInstrumentParties 1039
component YieldData 235 236 701 696 697 698
component UnderlyingStipulations 887( 888 889 )
component NestedParties2 756( 757 758 759 @NstdPtys2SubGrp )
component NestedParties3 948( 949 950 951 @NstdPtys3SubGrp )
component AffectedOrdGrp 534( 41 535 536 )
component AllocAckGrp 78( 79 661 366 1047 467 776 @NestedParties 161 360 361 989 993 992 80 )
component AllocGrp 78( 79 661 573 366 80 467 81 989 1002 993 1047 992 @NestedParties 208 209 161 360 361 @CommissionData 153 154 119 737
  120 736 155 156 742 741 @MiscFeesGrp @ClrInstGrp 635 780 @SettlInstructionsData )
component BidCompReqGrp 420( 66 54 336 625 430 63 64 1 660 )
component BidCompRspGrp 420!( @CommissionData! 66 421 54 44 423 406 430 63 64 336 625 58 354 355 )
component BidDescReqGrp 398( 399 400 401 404 441 402 403 405 406 407 408 )
component ClrInstGrp 576( 577 )
component CollInqQualGrp 938( 896 )
component CompIDReqGrp 936( 930 931 283 284 )
component CompIDStatGrp 936!( 930! 931 283 284 928! 929 )
component ContAmtGrp 518( 519 520 521 )
component ContraGrp 382( 375 337 437 438 655 )
component CpctyConfGrp 862!( 528! 529 863! )
component ExecAllocGrp 124( 32 17 527 31 669 29 1003 1041 )
component ExecCollGrp 124( 17 )
component ExecsGrp 124( 17 )
component InstrmtGrp 146( @Instrument )
component InstrmtLegExecGrp 555( @InstrumentLeg 687 685 690 @LegStipulations 564 565 @NestedParties 654 587 588 637 675 1073 1074 1075 )
component InstrmtLegGrp 555( @InstrumentLeg )
component InstrmtLegIOIGrp 555( @InstrumentLeg 682 @LegStipulations )
component InstrmtLegSecListGrp 555( @InstrumentLeg 690 587 @LegStipulations @LegBenchmarkCurveData )
component InstrmtMDReqGrp 146!( @Instrument! @UndInstrmtGrp @InstrmtLegGrp 15 537 63 64 271 )
component InstrmtStrkPxGrp 428!( @Instrument! )
component IOIQualGrp 199( 104 )
component LegOrdGrp 555!( @InstrumentLeg 1017 687 690 @LegStipulations @LegPreAllocGrp 564 565 @NestedParties 654 566 587 588 685 )
component LegPreAllocGrp 670( 671 672 @NestedParties2 673 674 675 )
component LegQuotGrp 555( @InstrumentLeg 687 685 690 587 588 @LegStipulations @NestedParties 686 681 684 @LegBenchmarkCurveData 654 1067
  1068 )
component LegQuotStatGrp 555( @InstrumentLeg 687 685 690 587 588 @LegStipulations @NestedParties )
component LinesOfTextGrp 33!( 58! 354 355 )
component ListOrdGrp 73!( 11! 526 67! 583 160 @Parties 229 75 1 660 581 589 590 70 591 @PreAllocGrp 63 64 544 635 21 18 110 1089 1090
  @DisplayInstruction 111 100 1133 @TrdgSesGrp 81 @Instrument! @UndInstrmtGrp 140 54! 401 114 60 @Stipulations 854 @OrderQtyData! 40 423
  44 1092 99 @TriggeringInstruction @SpreadOrBenchmarkCurveData @YieldData 15 376 377 23 117 1080 1081 59 168 432 126 427 @CommissionData
  528 529 1091 582 121 120 775 58 354 355 193 192 640 77 203 210 @PegInstructions @DiscretionInstructions 847 @StrategyParametersGrp 848
  849 494 )
component MDFullGrp 268!( 269! 278 270 40 15 271 272 273 274 275 336 625 276 277 282 283 284 286 59 432 126 110 18 287 37 198 299 288 289
  346 290 546 811 58 354 355 1023 528 1024 332 333 1020 63 64 1070 83 1048 1026 1027 @Parties )
component MDIncGrp 268!( 279! 285 269 278 280 @Instrument @UndInstrmtGrp @InstrmtLegGrp 291 292 270 40 15 271 272 273 274 275 336 625 276
  277 282 283 284 286 59 432 126 110 18 287 37 198 299 288 289 346 290 546 811 451 58 354 355 1023 528 1024 332 333 1020 63 64 1070 83
  1048 1026 1027 @Parties )
component MDReqGrp 267!( 269! )
component MDRjctGrp 816( 817 )
component MiscFeesGrp 136( 137 138 139 891 )
component OrdAllocGrp 73( 11 37 198 526 66 @NestedParties2 38 799 800 )
component OrdListStatGrp 73!( 11! 526 14! 39! 636 151! 84! 6! 103 58 354 355 )
component PosUndInstrmtGrp 711( @UnderlyingInstrument 732 733 1037 @UnderlyingAmount )
component PreAllocGrp 78( 79 661 736 467 @NestedParties 80 )
component PreAllocMlegGrp 78( 79 661 736 467 @NestedParties3 80 )
component QuotCxlEntriesGrp 295( @Instrument @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp )
component QuotEntryAckGrp 295( 299 @Instrument @InstrmtLegGrp 132 133 134 135 62 188 190 189 191 631 632 633 634 60 336 625 64 40 193 192
  642 643 15 368 )
component QuotEntryGrp 295!( 299! @Instrument @InstrmtLegGrp 132 133 134 135 62 188 190 189 191 631 632 633 634 60 336 625 64 40 193 192
  642 643 15 )
component QuotQualGrp 735( 695 )
component QuotReqGrp 146!( @Instrument! @FinancingDetails @UndInstrmtGrp 140 303 537 336 625 229 54 854 @OrderQtyData 63 64 193 192 15
  @Stipulations 1 660 581 @QuotReqLegsGrp @QuotQualGrp 692 40 62 126 60 @SpreadOrBenchmarkCurveData 423 44 640 @YieldData @Parties )
component QuotReqLegsGrp 555( @InstrumentLeg 1017 566 687 685 690 587 588 @LegStipulations @NestedParties @LegBenchmarkCurveData 654 )
component QuotReqRjctGrp 146!( @Instrument! @FinancingDetails @UndInstrmtGrp 140 303 537 336 625 229 54 854 @OrderQtyData 63 64 193 192 15
  @Stipulations 1 660 581 @QuotReqLegsGrp @QuotQualGrp 692 40 126 60 @SpreadOrBenchmarkCurveData 423 44 640 @YieldData @Parties )
component QuotSetAckGrp 296( 302 @UnderlyingInstrument 304 893 @QuotEntryAckGrp )
component QuotSetGrp 296!( 302! @UnderlyingInstrument 367 304! 893 @QuotEntryGrp! )
component RelSymDerivSecGrp 146( @Instrument 15 827 @InstrumentExtension @InstrmtLegGrp 336 625 58 354 355 )
component RFQReqGrp 146!( @Instrument! @UndInstrmtGrp @InstrmtLegGrp 140 303 537 336 625 )
component RgstDistInstGrp 510( 477 512 478 498 499 500 501 502 )
component RgstDtlsGrp 473( 509 511 474 482 @NestedParties 522 486 475 )
component RoutingGrp 215( 216 217 )
component SecListGrp 146( @Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp 15 @Stipulations @InstrmtLegSecListGrp
  @SpreadOrBenchmarkCurveData @YieldData 561 562 336 625 827 58 354 355 )
component SecTypesGrp 558( 167 762 460 461 )
component SettlInstGrp 778( 162 163 214 @Parties 54 460 167 461 120 168 126 779 @SettlInstructionsData 492 476 488 489 503 490 491 504 505
  )
component SideCrossOrdCxlGrp 552!( 54! 41! 11! 526 583 586 @Parties 229 75 @OrderQtyData! 376 58 354 355 )
component SideCrossOrdModGrp 552!( 54! 11! 526 583 @Parties 229 75 1 660 581 589 590 591 70 @PreAllocGrp 854 @OrderQtyData!
  @CommissionData 528 529 1091 582 121 120 775 58 354 355 77 203 544 635 377 659 962 )
component TrdAllocGrp 78( 79 661 736 467 @NestedParties2 80 993 1002 989 1136 )
component TrdCapRptSideGrp 552!( 54! 37 198 11 19 526 66 1009 1005 1006 1007 83 1008 @Parties 1 660 581 81 1093 575 @ClrInstGrp 578 579
  821 15 376 377 528 529 582 40 18 483 336 625 943 @CommissionData 157 230 158 159 738 920 921 922 238 237 118 119 120 155 156 77 58 354
  355 752 @ContAmtGrp @Stipulations @MiscFeesGrp 825 826 591 70 @TrdAllocGrp @SideTrdRegTS 1072 1057 1139 )
component TrdCollGrp 897( 571 818 )
component TrdInstrmtLegGrp 555( @InstrumentLeg 687 690 990 @LegStipulations 564 565 @NestedParties 654 566 587 588 637 675 1073 1074 1075
  )
component TrdgSesGrp 386( 336 625 )
component UndInstrmtCollGrp 711( @UnderlyingInstrument 944 )
component UndInstrmtGrp 711( @UnderlyingInstrument )
component UndInstrmtStrkPxGrp 711( @UnderlyingInstrument 140 11 526 54 44! 15 58 354 355 )
component TrdCapDtGrp 580( 75 779 60 )
component EvntGrp 864( 865 866 867 868 )
component SecAltIDGrp 454( 455 456 )
component LegSecAltIDGrp 604( 605 606 )
component UndSecAltIDGrp 457( 458 459 )
component AttrbGrp 870( 871 872 )
component DlvyInstGrp 85( 165 787 @SettlParties )
component SettlPtysSubGrp 801( 785 786 )
component PtysSubGrp 802( 523 803 )
component NstdPtysSubGrp 804( 545 805 )
component HopGrp 627( 628 629 630 )
component NstdPtys2SubGrp 806( 760 807 )
component NstdPtys3SubGrp 952( 953 954 )
component StrategyParametersGrp 957( 958 959 960 )
component SecLstUpdRelSymGrp 146( @Instrument @InstrumentExtension @FinancingDetails @UnderlyingInstrument 15 @Stipulations
  @SecLstUpdRelSymsLegGrp @SpreadOrBenchmarkCurveData @YieldData 561 562 336 625 827 58 354 355 )
component SecLstUpdRelSymsLegGrp 555( @InstrumentLeg 690 587 @LegStipulations @LegBenchmarkCurveData )
component UnderlyingAmount 984( 985 986 987 988 )
component ExpirationQty 981( 982 983 )
component InstrumentParties 1018( 1019 1050 1051 @InstrumentPtysSubGrp )
component InstrumentPtysSubGrp 1052( 1053 1054 )
component SideTrdRegTS 1016( 1012 1013 1014 )
component TrdCapRptAckSideGrp 552!( 54! 37 198 11 526 66 @Parties 1 660 581 81 575 1093 @ClrInstGrp 578 579 821 15 376 377 528 529 582 40
  18 483 336 625 943 @CommissionData 157 230 158 159 738 920 921 922 238 237 118 119 120 155 156 77 752 @ContAmtGrp @Stipulations
  @MiscFeesGrp 825 826 591 70 @TrdAllocGrp 1072 1057 1009 1005 1006 1007 83 1008 @SideTrdRegTS )
component UndlyInstrumentParties 1058( 1059 1060 1061 @UndlyInstrumentPtysSubGrp )
component UndlyInstrumentPtysSubGrp 1062( 1063 1064 )
component DisplayInstruction 1138 1082 1083 1084 1085 1086 1087 1088
component TriggeringInstruction 1100 1101 1102 1103 1104 1105 1106 1107 1108 1109 1110 1111 1112 1113 1114
component RootParties 1116( 1117 1118 1119 @RootSubParties )
component RootSubParties 1120( 1121 1122 )
component TrdSessLstGrp 386!( 336! 625 207 338 339 325 340! 567 341 342 343 344 345 387 58 354 355 )
component MsgTypeGrp 384( 372 385 1130 1131 )
`;
