/** FIX 4.4: its fields, and what its messages are made of. Form: ../dictionary-text.ts. */
export const fix44 = `
fields 1-19 21-23 25-45 48-50 52-75 77-85 87-91 93-104 106-108 110-124 126-165 167-172 188-203 206-218 220-313 315-318 320-369 371-438
  441-448 451-464 466-684 686-808 810-956
names 327:HaltReasonChar
type CHAR 63 327 587
type DATA 213
type MULTIPLEVALUESTRING 18 276 277 286 291 292 529 546
type STRING 532 674 877
values 4 B S X T
values 8
values 13 1 2 3 4 5 6
values 18 1 2 3 4 5 6 7 8 9 0 A B C D E F G H I J K L M N O P Q R S U V W X Y Z a b c d e
values 22 1 2 3 4 5 6 7 8 9 A B C D E F G H I J
values 25 L M H
values 27 S M L
values 29 1 2 3 4
values 35 0 1 2 3 4 5 6 7 8 9 A B C D E F G H J K L M N P Q R S T V W X Y Z a b:MASS_QUOTE_ACKNOWLEDGEMENT c d e f g h i j k l m
  n:XML_NON_FIX o p q r s t u v w x y z AA AB AC AD AE AF AG AH AI AJ AK AL AM AN AO AP AQ AR AS AT AU AV AW AX AY AZ BA BB BC BD BE BF BG
  BH
values 39 0 1 2 3 4 6 7 8 9 A B C D E
values 40 1 2 3 4 6 7 8 9 D E G I J K L M P
values 43 Y N
values 54 1 2 3 4 5 6 7 8 9 A B C D E F G
values 59 0 1 2 3 4 5 6 7
values 63 0 1 2 3 4 5 6 7 8 9
values 65
values 71 0 1 2
values 77 O C R F
values 87 0 1 2 3 4 5
values 88 0 1 2:INCORRECT_AVERAGEG_PRICE 3 4 5 6 7 8 9 10 11 12 13
values 97 Y N
values 102 0 1 2 3 4 5 6 99
values 103 0 1 2 3 4 5 6 7 8 9 10 11 13 14 15 99
values 104 A B C D I L M O P Q R S T V W X Y Z
values 113 Y N
values 114 Y N
values 121 Y N
values 123 Y N
values 127 A B C D E F Z
values 130 Y N
values 139 1 2 3 4 5 6 7 8 9 10 11 12
values 141 Y N
values 150 0 3 4 5 6 7 8 9 A B C D E F G H I
values 160 1 4 5
values 167 EUSUPRA FAC FADN PEF SUPRA CORP CPP CB DUAL EUCORP XLINKD STRUCT YANK FOR CS PS BRADY EUSOV TBOND TINT TIPS TCAL TPRN UST USTB
  TNOTE TBILL REPO FORWARD BUYSELL SECLOAN SECPLEDGE TERM RVLV RVLVTRM BRIDGE LOFC SWING DINP DEFLTED WITHDRN REPLACD MATURED AMENDED
  RETIRED BA BN BOX CD CL CP DN EUCD EUCP LQN MTN ONITE PN PZFJ STN TD XCN YCD ABS CMBS CMO IET MBS MIO MPO MPP MPT PFAND:PFANDBRIEFE TBA
  AN COFO COFP GO MT RAN REV SPCLA SPCLO SPCLT TAN TAXA TECP TRAN VRDN WAR MF MLEG NONE FUT OPT
values 201 0 1
values 208 Y N
values 209 1 2 3
values 216 1 2 3 4
values 221
values 233 AMT AUTOREINV BANKQUAL BGNCON COUPON CURRENCY CUSTOMDATE GEOG HAIRCUT INSURED ISSUE ISSUER ISSUESIZE LOOKBACK LOT LOTVAR MAT
  MATURITY MAXSUBS MINQTY MININCR MINDNOM PAYFREQ PIECES PMAX PPM PPL PPT PRICE PRICEFREQ PROD PROTECT PURPOSE PXSOURCE RATING REDEMPTION
  RESTRICTED SECTOR SECTYPE STRUCT SUBSFREQ SUBSLEFT TEXT TRDVAR WAC WAL WALA WAM WHOLE YIELD
values 235 AFTERTAX ANNUAL ATISSUE AVGMATURITY BOOK CALL CHANGE CLOSE COMPOUND CURRENT GROSS GOVTEQUIV INFLATION INVERSEFLOATER LASTCLOSE
  LASTMONTH LASTQUARTER LASTYEAR LONGAVGLIFE MARK MATURITY NEXTREFUND OPENAVG PUT PREVCLOSE PROCEEDS SEMIANNUAL SHORTAVGLIFE SIMPLE
  TAXEQUIV TENDER TRUE VALUE1/32:YIELD_VALUE_OF132 WORST
values 258 Y N
values 269 0 1 2 3 4 5 6 7 8 9:TRADING_SESSION_VWAP_PRICE A B C
values 276 A B C D E F G H I
values 277 A B C D E F G H I J K L M N P Q R
values 279 0 1 2
values 281 0 1 2 3 4 5 6 7 8 9 A B C
values 291 1 2
values 292 A B C D E
values 297 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
values 298 1 2 3 4
values 300 1 2 3 4 5 6 7 8 9 99
values 301 0 1 2
values 303 1 2
values 321 0 1 2 3
values 323 1 2 5 6
values 325 Y N
values 326 1 2 3 4 5 6 7 8 9 10 12 13 14 15 16 17 18 19 20 21 22 23
values 327 I:ORDER_IMBALANCE X:EQUIPMENT_CHANGEOVER P:NEWS_PENDING D:NEWS_DISSEMINATION E:ORDER_INFLUX M:ADDITIONAL_INFORMATION
values 328 Y N
values 329 Y N
values 336
values 338 1 2 3
values 347 ISO-2022-JP:ISO2022_JP EUC-JP:EUCJP Shift_JIS:SHIFT_JIS UTF-8:UTF8
values 373 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17:NON 99
values 374 N C
values 377 Y N
values 378 0 1 2 3 4 5 6 7 8 9 10 99
values 380 0 1 2 3 4 5 6 7
values 385 S R
values 388 0 1 2 3 4 5 6
values 411 Y N
values 418 R G A J
values 423 1 2 3 4 5 6 7 8 9 10 11
values 427 0 1 2:ACCUMULATE_UNTIL_VERBALLLY_NOTIFIED_OTHERWISE
values 434 1 2:ORDER_CANCEL
values 447 B C D E F G H 1 2 3 4 5 6 7 8 9 A I
values 452 1 2 3 4 5 6 7 8 9 10 11 12 13 14:GIVEUP_CLEARING_FIRM 15 16 17 18 19 20 21 22 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38
values 464 Y N
values 477 1 2 3 4 5 6 7 8 9 10 11 12
values 487
values 492 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
values 495 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29
values 497 Y N
values 514 0 1 2
values 522 1 2 3 4 5 6 7 8 9 10 11 12 13
values 528 A G I P R W
values 529 1 2 3 4 5 6 7 8 9 A
values 530 1 2 3 4 5 6 7
values 531 0 1 2 3 4 5 6 7
values 532 0 1 2:INVALID_OR_UNKOWN_UNDERLYING_SECURITY 3 4 5 6 99
values 537 0 1 2 3
values 547 Y N
values 549 1 2 3 4
values 559 0 1 2 3 4
values 570 Y N
values 573 0 1 2
values 574 A1 A2 A3 A4 A5 AQ S1 S2 S3 S4 S5 M1 M2 MT M3 M4 M5 M6
values 575 Y N
values 577 0 1 2 3 4 5 6 7 8 9 10 11 12 13
values 581 1 2 3 4 6 7 8
values 582 1 2 3 4
values 585 1 2 3 4 5 6 7 8
values 625
values 626 1 2 5 7 8
values 635 B C E F H I L M 1 2 3 4 5 9
values 636 Y N
values 650 Y N
values 658 1 2 3 4 5 6 7 8 9 10 99
values 660 1 2 3 4 5 99
values 692 1 2 3 4 5 6 7 8 9 10
values 694 1 2 3 4 5 6
values 703 TQ IAS IES FIN SOD EX AS TX TA PIT TRF ETR ALC PA ASF DLV TOT XM SPL
values 707 FMTM IMTM TVAR SMTM PREM CRES CASH VADJ
values 709 1 2 3 4 5
values 712 1 2 3
values 716 ITD RTH ETH
values 718 0 1 2 3
values 724 0 1 2 3
values 744 R P
values 751 0 1:INVALID_PARTY_ONFORMATION 2 3 4 99
values 770 1 2 3 4 5
values 774 1 2 99
values 787 S C
values 794 3 4 5 8
values 796 1 2 99
values 803 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26
values 819 0 1 2
values 826 0 1 2
values 827 0 1
values 828 0 1 2 3 4 5 6 7 8 9 10
values 829
values 836 0 1 2 3
values 851 1 2 3
values 852 Y N
values 854 0 1
values 856 0 1 2 3 4 5 6 7
values 865 1 2 3 4 99
values 871 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 99
values 875 1 2 99
values 893 Y N
values 895 0 1 2 3 4 5 6 7
values 905 0 1 2 3
values 910 0 1 2 3 4
values 912
values 919 0 1 2 3
values 924 1 2 3 4
values 926 1 2 3 4 5 6
values 939 0 1
header 8! 9! 35! 49! 56! 115 128 90 91 34! 50 142 57 143 116 144 129 145 43 97 52! 122 212 213 347 369 627( 628 629 630 )
trailer 93 89 10!
admin 0 Heartbeat 112
admin 1 TestRequest 112!
admin 2 ResendRequest 7! 16!
admin 3 Reject 45! 371 372 373 58 354 355
admin 4 SequenceReset 123 36!
admin 5 Logout 58 354 355
app 6 IOI 23! 28! 26 @Instrument! @FinancingDetails @UndInstrmtGrp 54! 854 @OrderQtyData 27! 15 @Stipulations @InstrmtLegIOIGrp 423 44 62
  25 130 @IOIQualGrp 58 354 355 60 149 @RoutingGrp @SpreadOrBenchmarkCurveData @YieldData
app 7 Advertisement 2! 5! 3 @Instrument! @InstrmtLegGrp @UndInstrmtGrp 4! 53! 854 44 15 75 60 58 354 355 149 30 336 625
app 8 ExecutionReport 37! 198 526 527 11 41 583 693 790 584 911 912 @Parties 229 @ContraGrp 66 548 551 549 17! 19 150! 39! 636 103 378 1
  660 581 589 590 591 63 64 544 635 @Instrument! @FinancingDetails @UndInstrmtGrp 54! @Stipulations 854 @OrderQtyData 40 423 44 99
  @PegInstructions @DiscretionInstructions 839 845 847 848 849 850 15 376 377 59 168 432 126 18 528 529 582 32 652 31 651 669 194 195 30
  336 625 943 29 151! 14! 6! 424 425 426 427 75 60 113 @CommissionData @SpreadOrBenchmarkCurveData @YieldData 381 157 230 158 159 738 920
  921 922 258 259 260 238 237 118 119 120 155 156 21 110 111 77 210 775 58 354 355 193 192 641 442 480 481 513 494 483 515 484 485 638 639
  851 @ContAmtGrp @InstrmtLegExecGrp 797 @MiscFeesGrp
app 9 OrderCancelReject 37! 198 526 11! 583 41! 39! 636 586 66 1 660 581 229 75 60 434! 102 58 354 355
admin A Logon 98! 108! 95 96 141 789 383 384( 372 385 ) 464 553 554
app B News 42 61 148! 358 359 @RoutingGrp @InstrmtGrp @InstrmtLegGrp @UndInstrmtGrp @LinesOfTextGrp! 149 95 96
app C Email 164! 94! 42 147! 356 357 @RoutingGrp @InstrmtGrp @UndInstrmtGrp @InstrmtLegGrp 37 11 @LinesOfTextGrp! 95 96
app D NewOrderSingle 11! 526 583 @Parties 229 75 1 660 581 589 590 591 70 @PreAllocGrp 63 64 544 635 21 18 110 111 100 @TrdgSesGrp 81
  @Instrument! @FinancingDetails @UndInstrmtGrp 140 54! 114 60! @Stipulations 854 @OrderQtyData! 40! 423 44 99 @SpreadOrBenchmarkCurveData
  @YieldData 15 376 377 23 117 59 168 432 126 427 @CommissionData 528 529 582 121 120 775 58 354 355 193 192 640 77 203 210
  @PegInstructions @DiscretionInstructions 847 848 849 480 481 513 494
app E NewOrderList 66! 390 391 414 394! 415 480 481 513 433 69 352 353 765 766 767 68! 893 @ListOrdGrp!
app F OrderCancelRequest 41! 37 11! 526 583 66 586 1 660 581 @Parties @Instrument! @FinancingDetails @UndInstrmtGrp 54! 60! @OrderQtyData!
  376 58 354 355
app G OrderCancelReplaceRequest 37 @Parties 229 75 41! 11! 526 583 66 586 1 660 581 589 590 591 70 @PreAllocGrp 63 64 544 635 21 18 110
  111 100 @TrdgSesGrp @Instrument! @FinancingDetails @UndInstrmtGrp 54! 60! 854 @OrderQtyData! 40! 423 44 99 @SpreadOrBenchmarkCurveData
  @YieldData @PegInstructions @DiscretionInstructions 847 848 849 376 377 15 59 168 432 126 427 @CommissionData 528 529 582 121 120 775 58
  354 355 193 192 640 77 203 210 114 480 481 513 494
app H OrderStatusRequest 37 11! 526 583 @Parties 790 1 660 @Instrument! @FinancingDetails @UndInstrmtGrp 54!
app J AllocationInstruction 70! 71! 626! 793 72 796 808 196 197 466 857! @OrdAllocGrp @ExecAllocGrp 570 700 574 54! @Instrument!
  @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp 53! 854 30 229 336 625 423 6! 860 @SpreadOrBenchmarkCurveData 15 74
  @Parties 75! 60 63 64 775 381 238 237 118 77 754 58 354 355 157 158 159 540 738 920 921 922 650 @Stipulations @YieldData 892 893
  @AllocGrp
app K ListCancelRequest 66! 60! 229 75 58 354 355
app L ListExecute 66! 391 390 60! 58 354 355
app M ListStatusRequest 66! 58 354 355
app N ListStatus 66! 429! 82! 431! 83! 444 445 446 60 68! 893 @OrdListStatGrp!
app P AllocationInstructionAck 70! @Parties 793 75 60! 87! 88 626 808 573 460 167 58 354 355 @AllocAckGrp
app Q DontKnowTrade 37! 198 17! 127! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 54! @OrderQtyData! 32 31 58 354 355
app R QuoteRequest 131! 644 11 528 @QuotReqGrp! 58 354 355
app S Quote 131 117! 693 537 @QuotQualGrp 301 @Parties 336 625 @Instrument! @FinancingDetails @UndInstrmtGrp 54 @OrderQtyData 63 64 193
  192 15 @Stipulations 1 660 581 @LegQuotGrp 132 133 645 646 647 134 648 135 62 188 190 189 191 631 632 633 634 60 40 642 643 656 657 156
  13 12 582 100 528 423 @SpreadOrBenchmarkCurveData @YieldData 58 354 355
app T SettlementInstructions 777! 791 160! 792 58 354 355 11 60! @SettlInstGrp
app V MarketDataRequest 262! 263! 264! 265 266 286 546 547 @MDReqGrp! @InstrmtMDReqGrp! @TrdgSesGrp 815 812
app W MarketDataSnapshotFullRefresh 262 @Instrument! @UndInstrmtGrp @InstrmtLegGrp 291 292 451 @MDFullGrp! 813 814
app X MarketDataIncrementalRefresh 262 @MDIncGrp! 813 814
app Y MarketDataRequestReject 262! 281 @MDRjctGrp 58 354 355
app Z QuoteCancel 131 117! 298! 301 @Parties 1 660 581 336 625 @QuotCxlEntriesGrp
app a QuoteStatusRequest 649 117 @Instrument! @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @Parties 1 660 581 336 625 263
app b MassQuoteAcknowledgement 131 117 297! 300 301 537 @Parties 1 660 581 58 354 355 @QuotSetAckGrp
app c SecurityDefinitionRequest 320! 321! @Instrument @InstrumentExtension @UndInstrmtGrp 15 58 354 355 336 625 @InstrmtLegGrp 827 263
app d SecurityDefinition 320! 322! 323! @Instrument @InstrumentExtension @UndInstrmtGrp 15 336 625 58 354 355 @InstrmtLegGrp 827 561 562
app e SecurityStatusRequest 324! @Instrument! @InstrumentExtension @UndInstrmtGrp @InstrmtLegGrp 15 263! 336 625
app f SecurityStatus 324 @Instrument! @InstrumentExtension @UndInstrmtGrp @InstrmtLegGrp 15 336 625 325 326 291 292 327 328 329 330 331
  332 333 31 60 334 58 354 355
app g TradingSessionStatusRequest 335! 336 625 338 339 263!
app h TradingSessionStatus 335 336! 625 338 339 325 340! 567 341 342 343 344 345 387 58 354 355
app i MassQuote 131 117! 537 301 @Parties 1 660 581 293 294 @QuotSetGrp!
app j BusinessMessageReject 45 372! 379 380! 58 354 355
app k BidRequest 390 391! 374! 392 393! 394! 395 15 396 397 @BidDescReqGrp @BidCompReqGrp 409 410 411 412 413 414 415 416 121 417 75 418!
  419! 443 58 354 355
app l BidResponse 390 391 @BidCompRspGrp!
app m ListStrikePrice 66! 422! 893 @InstrmtStrkPxGrp! @UndInstrmtStrkPxGrp
admin n XMLnonFIX
app o RegistrationInstructions 513! 514! 508! 11 @Parties 1 660 493 495 517 @RgstDtlsGrp @RgstDistInstGrp
app p RegistrationInstructionsResponse 513! 514! 508! 11 @Parties 1 660 506! 507 496
app q OrderMassCancelRequest 11! 526 530! 336 625 @Instrument @UnderlyingInstrument 54 60! 58 354 355
app r OrderMassCancelReport 11 526 37! 198 530! 531! 532 533 @AffectedOrdGrp 336 625 @Instrument @UnderlyingInstrument 54 60 58 354 355
app s NewOrderCross 548! 549! 550! @SideCrossOrdModGrp! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 63 64 21 18 110 111 100 @TrdgSesGrp 81
  140 114 60! @Stipulations 40! 423 44 99 @SpreadOrBenchmarkCurveData @YieldData 15 376 23 117 59 168 432 126 427 210 @PegInstructions
  @DiscretionInstructions 847 848 849 480 481 513 494
app t CrossOrderCancelReplaceRequest 37 548! 551! 549! 550! @SideCrossOrdModGrp! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 63 64 21 18
  110 111 100 @TrdgSesGrp 81 140 114 60! @Stipulations 40! 423 44 99 @SpreadOrBenchmarkCurveData @YieldData 15 376 23 117 59 168 432 126
  427 210 @PegInstructions @DiscretionInstructions 847 848 849 480 481 513 494
app u CrossOrderCancelRequest 37 548! 551! 549! 550! @SideCrossOrdCxlGrp! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 60!
app v SecurityTypeRequest 320! 58 354 355 336 625 460 167 762
app w SecurityTypes 320! 322! 323! 557 893 @SecTypesGrp 58 354 355 336 625 263
app x SecurityListRequest 320! 559! @Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp 15 58 354 355 336 625
  263
app y SecurityList 320! 322! 560! 393 893 @SecListGrp
app z DerivativeSecurityListRequest 320! 559! @UnderlyingInstrument 762 15 58 354 355 336 625 263
app AA DerivativeSecurityList 320! 322! 560! @UnderlyingInstrument 393 893 @RelSymDerivSecGrp
app AB NewOrderMultileg 11! 526 583 @Parties 229 75 1 660 581 589 590 591 70 @PreAllocMlegGrp 63 64 544 635 21 18 110 111 100 @TrdgSesGrp
  81 54! @Instrument! @UndInstrmtGrp 140 @LegOrdGrp! 114 60! 854 @OrderQtyData! 40! 423 44 99 15 376 377 23 117 59 168 432 126 427
  @CommissionData 528 529 582 121 120 775 58 354 355 77 203 210 @PegInstructions @DiscretionInstructions 847 848 849 480 481 513 494 563
app AC MultilegOrderCancelReplace 37 41! 11! 526 583 586 @Parties 229 75 1 660 581 589 590 591 70 @PreAllocMlegGrp 63 64 544 635 21 18 110
  111 100 @TrdgSesGrp 81 54! @Instrument! @UndInstrmtGrp 140 @LegOrdGrp! 114 60! 854 @OrderQtyData! 40! 423 44 99 15 376 377 23 117 59 168
  432 126 427 @CommissionData 528 529 582 121 120 775 58 354 355 77 203 210 @PegInstructions @DiscretionInstructions 847 848 849 480 481
  513 494 563
app AD TradeCaptureReportRequest 568! 569! 263 571 818 17 150 37 11 573 828 829 830 855 820 880 @Parties @Instrument @InstrumentExtension
  @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @TrdCapDtGrp 715 336 625 943 54 442 578 579 725 726 58 354 355
app AE TradeCaptureReport 571! 487 856 568 828 829 855 830 150 748 912 325 263 572 881 818 820 880 17 39 527 378 570! 423 @Instrument!
  @FinancingDetails @OrderQtyData 854 @YieldData @UndInstrmtGrp 822 823 32! 31! 669 194 195 30 75! 715 6 @SpreadOrBenchmarkCurveData 819
  @PositionAmountData 442 824 @TrdInstrmtLegGrp 60! @TrdRegTimestamps 63 64 573 574 @TrdCapRptSideGrp! 797 852 853
app AF OrderMassStatusRequest 584! 585! @Parties 1 660 336 625 @Instrument @UnderlyingInstrument 54
app AG QuoteRequestReject 131! 644 658! @QuotReqRjctGrp! 58 354 355
app AH RFQRequest 644! @RFQReqGrp! 263
app AI QuoteStatusReport 649 131 117! 693 537 @Parties 336 625 @Instrument! @FinancingDetails @UndInstrmtGrp 54 @OrderQtyData 63 64 193
  192 15 @Stipulations 1 660 581 @LegQuotStatGrp @QuotQualGrp 126 44 423 @SpreadOrBenchmarkCurveData @YieldData 132 133 645 646 647 134
  648 135 62 188 190 189 191 631 632 633 634 60 40 642 643 656 657 156 13 12 582 100 297 58 354 355
app AJ QuoteResponse 693! 117 694! 11 528 23 537 @QuotQualGrp @Parties 336 625 @Instrument! @FinancingDetails @UndInstrmtGrp 54
  @OrderQtyData 63 64 193 192 15 @Stipulations 1 660 581 @LegQuotGrp 132 133 645 646 647 134 648 135 62 188 190 189 191 631 632 633 634 60
  40 642 643 656 657 156 12 13 582 100 58 354 355 44 423 @SpreadOrBenchmarkCurveData @YieldData
app AK Confirmation 664! 772 859 666! 773! 797 650 665! @Parties @OrdAllocGrp 70 793 467 60! 75! @TrdRegTimestamps @Instrument!
  @InstrumentExtension @FinancingDetails @UndInstrmtGrp! @InstrmtLegGrp! @YieldData 80! 854 54! 15 30 @CpctyConfGrp! 79! 661 798 6! 74 423
  860 @SpreadOrBenchmarkCurveData 861 58 354 355 81 381! 157 230 158 159 738 920 921 922 238 237 118! 890 119 120 155 156 63 64
  @SettlInstructionsData @CommissionData 858 @Stipulations @MiscFeesGrp
app AL PositionMaintenanceRequest 710! 709! 712! 713 714 715! 716 717 @Parties! 1! 660 581! @Instrument! 15 @InstrmtLegGrp @UndInstrmtGrp
  @TrdgSesGrp 60! @PositionQty! 718 719 720 834 58 354 355
app AM PositionMaintenanceReport 721! 709! 710 712! 713! 722! 723 715! 716 717 @Parties 1! 660 581! @Instrument! 15 @InstrmtLegGrp
  @UndInstrmtGrp @TrdgSesGrp 60! @PositionQty! @PositionAmountData! 718 834 58 354 355
app AN RequestForPositions 710! 724! 573 263 @Parties! 1! 660 581! @Instrument 15 @InstrmtLegGrp @UndInstrmtGrp 715! 716 717 @TrdgSesGrp
  60! 725 726 58 354 355
app AO RequestForPositionsAck 721! 710 727 325 728! 729! @Parties! 1! 660 581! @Instrument 15 @InstrmtLegGrp @UndInstrmtGrp 725 726 58 354
  355
app AP PositionReport 721! 710 724 263 727 325 728! 715! 716 717 @Parties! 1! 660 581! @Instrument 15 730! 731! 734! @InstrmtLegGrp
  @PosUndInstrmtGrp @PositionQty! @PositionAmountData! 506 743 58 354 355
app AQ TradeCaptureReportRequestAck 568! 569! 263 748 749! 750! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 442 725 726 58 354 355
app AR TradeCaptureReportAck 571! 487 856 828 829 855 830 150! 572 881 939 751 818 263 820 880 17 527 @Instrument! 60 @TrdRegTimestamps
  725 726 58 354 355 @TrdInstrmtLegGrp 635 528 529 582 1 660 581 77 591 @TrdAllocGrp
app AS AllocationReport 755! 70 71! 795 796 793 794! 87! 88 72 808 196 197 466 857! @OrdAllocGrp @ExecAllocGrp 570 700 574 54!
  @Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp 53! 854 30 229 336 625 423 6! 860
  @SpreadOrBenchmarkCurveData 15 74 @Parties 75! 60 63 64 775 381 238 237 118 77 754 58 354 355 157 158 159 540 738 920 921 922 650
  @Stipulations @YieldData 892 893 @AllocGrp
app AT AllocationReportAck 755! 70! @Parties 793 75 60! 87! 88 794 808 573 460 167 58 354 355 @AllocAckGrp
app AU ConfirmationAck 664! 75! 60! 940! 774 573 58 354 355
app AV SettlementInstructionRequest 791! 60! @Parties 79 661 54 460 167 461 168 126 779 169 170 171
app AW AssignmentReport 833! 832 912 @Parties! 1 581! @Instrument 15 @InstrmtLegGrp @UndInstrmtGrp @PositionQty! @PositionAmountData! 834
  730! 731! 732! 432 744! 745 746! 747! 716! 717! 715! 58 354 355
app AX CollateralRequest 894! 895! 60! 126 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument @FinancingDetails 64 53 854
  15 @InstrmtLegGrp @UndInstrmtCollGrp 899 900 901 @TrdRegTimestamps 54 @MiscFeesGrp 44 423 159 920 921 922 @SpreadOrBenchmarkCurveData
  @Stipulations 336 625 716 717 715 58 354 355
app AY CollateralAssignment 902! 894 895! 903! 907 60! 126 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument
  @FinancingDetails 64 53 854 15 @InstrmtLegGrp @UndInstrmtCollGrp 899 900 901 @TrdRegTimestamps 54 @MiscFeesGrp 44 423 159 920 921 922
  @SpreadOrBenchmarkCurveData @Stipulations @SettlInstructionsData 336 625 716 717 715 58 354 355
app AZ CollateralResponse 904! 902! 894 895! 903 905! 906 60! @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument
  @FinancingDetails 64 53 854 15 @InstrmtLegGrp @UndInstrmtCollGrp 899 900 901 @TrdRegTimestamps 54 @MiscFeesGrp 44 423 159 920 921 922
  @SpreadOrBenchmarkCurveData @Stipulations 58 354 355
app BA CollateralReport 908! 909 910! 911 912 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument @FinancingDetails 64 53
  854 15 @InstrmtLegGrp @UndInstrmtGrp 899 900 901 @TrdRegTimestamps 54 @MiscFeesGrp 44 423 159 920 921 922 @SpreadOrBenchmarkCurveData
  @Stipulations @SettlInstructionsData 336 625 716 717 715 58 354 355
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
component CommissionData 12 13 479 497
component DiscretionInstructions 388 389 841 842 843 844 846
component FinancingDetails 913 914 915 918 788 916 917 919 898
component Instrument 55 65 48 22 @SecAltIDGrp 460 461 167 762 200 541 201 224 225 239 226 227 228 255 543 470 471 472 240 202 947 206 231
  223 207 106 348 349 107 350 351 691 667 875 876 @EvntGrp 873 874
component InstrumentExtension 668 869 @AttrbGrp
component InstrumentLeg 600 601 602 603 @LegSecAltIDGrp 607 608 609 764 610 611 248 249 250 251 252 253 257 599 596 597 598 254 612 942
  613 614 615 616 617 618 619 620 621 622 623 624 556 740 739 955 956
component LegBenchmarkCurveData 676 677 678 679 680
component LegStipulations 683( 688 689 )
component NestedParties 539( 524 525 538 @NstdPtysSubGrp )
component OrderQtyData 38 152 516 468 469
component Parties 453( 448 447 452 @PtysSubGrp )
component PegInstructions 211 835 836 837 838 840
component PositionAmountData 753( 707 708 )
component PositionQty 702( 703 704 705 706 @NestedParties )
component SettlInstructionsData 172 169 170 171 @DlvyInstGrp
component SettlParties 781( 782 783 784 @SettlPtysSubGrp )
component SpreadOrBenchmarkCurveData 218 220 221 222 662 663 699 761
component Stipulations 232( 233 234 )
component TrdRegTimestamps 768( 769 770 771 )
component UnderlyingInstrument 311 312 309 305 @UndSecAltIDGrp 462 463 310 763 313 542 315 241 242 243 244 245 246 256 595 592 593 594 247
  316 941 317 436 435 308 306 362 363 307 364 365 877 878 318 879 810 882 883 884 885 886 @UnderlyingStipulations
component YieldData 235 236 701 696 697 698
component UnderlyingStipulations 887( 888 889 )
component NestedParties2 756( 757 758 759 @NstdPtys2SubGrp )
component NestedParties3 948( 949 950 951 @NstdPtys3SubGrp )
component AffectedOrdGrp 534( 41 535 536 )
component AllocAckGrp 78( 79 661 366 467 776 161 360 361 )
component AllocGrp 78( 79 661 573 366 80 467 81 @NestedParties 208 209 161 360 361 @CommissionData 153 154 119 737 120 736 155 156 742 741
  @MiscFeesGrp @ClrInstGrp 780 @SettlInstructionsData )
component BidCompReqGrp 420( 66 54 336 625 430 63 64 1 660 )
component BidCompRspGrp 420!( @CommissionData! 66 421 54 44 423 406 430 63 64 336 625 58 354 355 )
component BidDescReqGrp 398( 399 400 401 404 441 402 403 405 406 407 408 )
component ClrInstGrp 576( 577 )
component CollInqQualGrp 938( 896 )
component CompIDReqGrp 936( 930 931 283 284 )
component CompIDStatGrp 936!( 930 931 283 284 928 929 )
component ContAmtGrp 518( 519 520 521 )
component ContraGrp 382( 375 337 437 438 655 )
component CpctyConfGrp 862!( 528! 529 863! )
component ExecAllocGrp 124( 32 17 527 31 669 29 )
component ExecCollGrp 124( 17 )
component ExecsGrp 124( 17 )
component InstrmtGrp 146( @Instrument )
component InstrmtLegExecGrp 555( @InstrumentLeg 687 690 @LegStipulations 564 565 @NestedParties 654 566 587 588 637 )
component InstrmtLegGrp 555( @InstrumentLeg )
component InstrmtLegIOIGrp 555( @InstrumentLeg 682 @LegStipulations )
component InstrmtLegSecListGrp 555( @InstrumentLeg 690 587 @LegStipulations @LegBenchmarkCurveData )
component InstrmtMDReqGrp 146!( @Instrument! @UndInstrmtGrp @InstrmtLegGrp )
component InstrmtStrkPxGrp 428!( @Instrument! )
component IOIQualGrp 199( 104 )
component LegOrdGrp 555!( @InstrumentLeg 687 690 @LegStipulations @LegPreAllocGrp 564 565 @NestedParties 654 566 587 588 )
component LegPreAllocGrp 670( 671 672 @NestedParties2 673 674 675 )
component LegQuotGrp 555( @InstrumentLeg 687 690 587 588 @LegStipulations @NestedParties 686 681 684 @LegBenchmarkCurveData )
component LegQuotStatGrp 555( @InstrumentLeg 687 690 587 588 @LegStipulations @NestedParties )
component LinesOfTextGrp 33!( 58! 354 355 )
component ListOrdGrp 73!( 11! 526 67! 583 160 @Parties 229 75 1 660 581 589 590 70 591 @PreAllocGrp 63 64 544 635 21 18 110 111 100
  @TrdgSesGrp 81 @Instrument! @UndInstrmtGrp 140 54! 401 114 60 @Stipulations 854 @OrderQtyData! 40 423 44 99 @SpreadOrBenchmarkCurveData
  @YieldData 15 376 377 23 117 59 168 432 126 427 @CommissionData 528 529 582 121 120 775 58 354 355 193 192 640 77 203 210
  @PegInstructions @DiscretionInstructions 847 848 849 494 )
component MDFullGrp 268!( 269! 270 15 271 272 273 274 275 336 625 276 277 282 283 284 286 59 432 126 110 18 287 37 299 288 289 346 290 546
  811 58 354 355 )
component MDIncGrp 268!( 279! 285 269 278 280 @Instrument @UndInstrmtGrp @InstrmtLegGrp 291 292 270 15 271 272 273 274 275 336 625 276 277
  282 283 284 286 59 432 126 110 18 287 37 299 288 289 346 290 546 811 451 58 354 355 )
component MDReqGrp 267!( 269! )
component MDRjctGrp 816( 817 )
component MiscFeesGrp 136( 137 138 139 891 )
component OrdAllocGrp 73( 11 37 198 526 66 @NestedParties2 38 799 800 )
component OrdListStatGrp 73!( 11! 526 14! 39! 636 151! 84! 6! 103 58 354 355 )
component PosUndInstrmtGrp 711( @UnderlyingInstrument 732! 733! )
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
component QuotReqLegsGrp 555( @InstrumentLeg 687 690 587 588 @LegStipulations @NestedParties @LegBenchmarkCurveData )
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
component SettlInstGrp 778( 162 163 214 @Parties 54 460 167 461 168 126 779 @SettlInstructionsData 492 476 488 489 503 490 491 504 505 )
component SideCrossOrdCxlGrp 552!( 54! 41! 11! 526 583 586 @Parties 229 75 @OrderQtyData! 376 58 354 355 )
component SideCrossOrdModGrp 552!( 54! 11! 526 583 @Parties 229 75 1 660 581 589 590 591 70 @PreAllocGrp 854 @OrderQtyData!
  @CommissionData 528 529 582 121 120 775 58 354 355 77 203 544 635 377 659 )
component TrdAllocGrp 78( 79 661 736 467 @NestedParties2 80 )
component TrdCapRptSideGrp 552!( 54! 37! 198 11 526 66 @Parties 1 660 581 81 575 @ClrInstGrp 578 579 821 15 376 377 528 529 582 40 18 483
  336 625 943 @CommissionData 381 157 230 158 159 738 920 921 922 238 237 118 119 120 155 156 77 58 354 355 752 @ContAmtGrp @Stipulations
  @MiscFeesGrp 825 826 591 70 @TrdAllocGrp )
component TrdCollGrp 897( 571 818 )
component TrdInstrmtLegGrp 555( @InstrumentLeg 687 690 @LegStipulations 564 565 @NestedParties 654 566 587 588 637 )
component TrdgSesGrp 386( 336 625 )
component UndInstrmtCollGrp 711( @UnderlyingInstrument 944 )
component UndInstrmtGrp 711( @UnderlyingInstrument )
component UndInstrmtStrkPxGrp 711( @UnderlyingInstrument 140 11 526 54 44! 15 58 354 355 )
component TrdCapDtGrp 580( 75 60 )
component EvntGrp 864( 865 866 867 868 )
component SecAltIDGrp 454( 455 456 )
component LegSecAltIDGrp 604( 605 606 )
component UndSecAltIDGrp 457( 458 459 )
component AttrbGrp 870( 871 872 )
component DlvyInstGrp 85( 165 787 @SettlParties )
component SettlPtysSubGrp 801( 785 786 )
component PtysSubGrp 802( 523 803 )
component NstdPtysSubGrp 804( 545 805 )
component Hop 627( 628 629 630 )
component NstdPtys2SubGrp 806( 760 807 )
component NstdPtys3SubGrp 952( 953 954 )
`;
