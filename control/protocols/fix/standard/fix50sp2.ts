/** FIX 5.0 SP2: its fields, and what its messages are made of. Form: ../dictionary-text.ts. */
export const fix50sp2 = `
fields 1-19 21-23 25-45 48-50 52-75 77-85 87-91 93-104 106-108 110-124 126-165 167-172 188-203 206-218 220-313 315-318 320-369 371-438
  441-448 451-464 466-50002
header
trailer
app 6 IOI @ApplicationSequenceControl 23! 28! 26 @Instrument! @InstrumentExtension @Parties @FinancingDetails @UndInstrmtGrp
  @RelatedInstrumentGrp 54! 854 @OrderQtyData 27! 15 2897 @Stipulations @InstrmtLegIOIGrp 423 @PriceQualifierGrp 44 62 25 130 @IOIQualGrp
  58 354 355 60 149 @RoutingGrp @SpreadOrBenchmarkCurveData @RelativeValueGrp @YieldData
app 7 Advertisement 2! 5! 3 @Instrument! @InstrumentExtension @FinancingDetails @InstrmtLegGrp @UndInstrmtGrp @RelatedInstrumentGrp 4! 53!
  854 44 15 2897 75 60 58 354 355 149 30 336 625 @RoutingGrp
app 8 ExecutionReport @ApplicationSequenceControl 37! 2422 2423 198 526 527 11 1166 41 583 278 693 790 584 961 911 912 @Parties
  @TargetParties 229 @ContraGrp 66 548 551 549 2334 2335 880 1891 17! 19 150! 2431 39! 636 2838 103 1328 1664 1665 378 2961 2667 828 829
  855 2347 @RegulatoryTradeIDGrp 570 2524 1 660 581 589 590 591 70 @PreAllocGrp 63 64 574 1115 544 635 @Instrument! @FinancingDetails
  @UndInstrmtGrp @PaymentGrp 54! 2102 1688 @Stipulations 854 @OrderQtyData 1093 40 423 @PriceQualifierGrp 44 1092 99
  @TriggeringInstruction 1823 @PegInstructions @DiscretionInstructions 839 1095 845 1740 1742 1741 847 @StrategyParametersGrp 848 849 850
  15 2897 376 2404 2351 2352 377 59 168 432 126 1629 1916 18 1805 1057 528 529 1815 1934 1091 1390 582 @OrderAttributeGrp 32 1056 1071 652
  1828 31 651 669 631 194 195 1743 2750 2751 30 1430 1300 100 1133 2704 336 625 943 29 @LimitAmts 151! 14! 84 6 424 425 426 1361 893
  @FillsGrp @OrderEventGrp 2830 427 75 60 113 @CommissionData @CommissionDataGrp @SpreadOrBenchmarkCurveData @RelativeValueGrp @YieldData
  381 157 230 158 159 738 920 921 922 258 259 260 238 237 118 119 120 2899 @RateSource 2795 155 156 21 110 1822 1089 1090 2676
  @ValueChecksGrp @MatchingInstructions 2362 2964 2523 @DisplayInstruction @DisclosureInstructionGrp 111 1816 77 210 775 58 354 355 193
  192 641 442 1385 480 481 513 494 483 515 484 485 638 639 851 @ContAmtGrp @InstrmtLegExecGrp 797 @MiscFeesGrp 1380 1028 1029 1030 1031
  1032 1724 2882 1725 1726 2883 2884 2525 522 2679 @TrdRegTimestamps @TrdRegPublicationGrp @TradePriceConditionGrp 1937 2374 2372 2371
  1188 1189 1190 811 1917 @ThrottleResponse 1080 1081 1806 @RelatedOrderGrp 1803 1804 1808 1809 1807 1810 1811 1819 1820 1821
app 9 OrderCancelReject 37! 2422 198 526 11! 583 41 39! 636 586 66 1 660 581 229 75 60 434! 102 1328 1664 1665 100 1133 @Parties 58 354
  355
app B News @ApplicationSequenceControl 1472 @NewsRefGrp 1473 1474 42 61 148! 358 359 @RoutingGrp 1301 1300 @InstrmtGrp @InstrmtLegGrp
  @UndInstrmtGrp @LinesOfTextGrp! 149 95 96
app C Email 164! 94! 42 147! 356 357 @RoutingGrp @InstrmtGrp @UndInstrmtGrp @InstrmtLegGrp 37 11 @LinesOfTextGrp! 95 96 @AttachmentGrp
app D NewOrderSingle 11! 2422 526 583 2829 @Parties @TargetParties 229 75 1 660 581 589 590 591 70 @PreAllocGrp 63 64 544 635 21 18 1805
  110 1822 1089 1090 2676 @ValueChecksGrp @MatchingInstructions 2362 2964 @DisplayInstruction @DisclosureInstructionGrp 111 1300 100 1133
  2704 @TrdgSesGrp 81 @Instrument! @FinancingDetails @UndInstrmtGrp 140 54! 2102 1688 114 60! @Stipulations 854 @OrderQtyData! 40! 423 44
  2838 1092 99 @TriggeringInstruction @SpreadOrBenchmarkCurveData @YieldData 15 2897 1740 1741 1742 376 2404 2351 2352 377 797 23 117 59
  168 432 126 427 1629 1916 @CommissionData @CommissionDataGrp 528 529 1815 1934 1091 1390 582 @OrderAttributeGrp 121 120 2899 @RateSource
  2795 775 58 354 355 193 192 640 1816 77 203 210 @PegInstructions @DiscretionInstructions 847 @StrategyParametersGrp 848 849 480 481 513
  494 1028 1029 1030 1031 1032 1724 2882 1725 1726 2883 2884 2525 522 @TrdRegTimestamps @TrdRegPublicationGrp 2524 1080 1081 1685 1806
  1803 1804
app E NewOrderList 66! 390 391 414 394! 415 480 481 513 433 69 1385 352 353 765 766 767 2401 68! 893 @RootParties @ListOrdGrp! 1685
app F OrderCancelRequest 2422 41 37 11! 526 583 66 586 1 660 581 @Parties @Instrument! @FinancingDetails @UndInstrmtGrp 1300 100 1133 54!
  60! @OrderQtyData 376 2404 2351 2352 58 354 355
app G OrderCancelReplaceRequest 37 2422 @Parties @TargetParties 229 75 41 11! 526 583 2829 66 586 1 660 581 589 590 591 70 @PreAllocGrp 63
  64 544 635 21 18 1805 110 1822 1089 1090 2676 @ValueChecksGrp @MatchingInstructions 2362 2964 @DisplayInstruction
  @DisclosureInstructionGrp 111 1300 100 1133 2704 @TrdgSesGrp @Instrument! @FinancingDetails @UndInstrmtGrp 54! 2102 1688 60!
  @Stipulations 854 @OrderQtyData! 40! 423 44 2838 1092 99 @TriggeringInstruction @SpreadOrBenchmarkCurveData @YieldData @PegInstructions
  @DiscretionInstructions 847 @StrategyParametersGrp 848 849 376 2404 2351 2352 377 15 2897 59 168 432 126 427 1629 1916 @CommissionData
  @CommissionDataGrp 528 529 1815 1091 1390 582 @OrderAttributeGrp 121 120 2899 @RateSource 2795 775 58 354 355 193 192 640 1816 77 203
  210 114 480 481 513 494 1028 1029 1030 1031 1032 1724 2882 1725 1726 2883 2884 522 2679 @TrdRegTimestamps 1685 1803 1804 1810 1811
app H OrderStatusRequest 37 11 526 583 @Parties 790 1 660 @Instrument! @FinancingDetails @UndInstrmtGrp 1300 54!
app J AllocationInstruction 70! 2758 71! 626! 793 72 796 808 196 197 1730 1728 466 857 @OrdAllocGrp @ExecAllocGrp 570 700 574 54!
  @Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp 53! 854 30 229 336 625 423 @PriceQualifierGrp 6 860
  @SpreadOrBenchmarkCurveData 15 2897 74 2795 @Parties 75! 60 63 64 775 381 238 237 118 77 754 58 354 355 157 158 159 540 738 920 921 922
  650 @Stipulations @YieldData @RegulatoryTradeIDGrp @PositionAmountData 892 893 @AllocGrp 819 1731 715 828 829 855 1937 2374 2372 2371
  582 578 442 1011 991 @RateSource 1430 2334 2335 2343
app K ListCancelRequest 66! @Parties 60! 229 75 58 354 355
app L ListExecute 66! 391 390 60! 58 354 355
app M ListStatusRequest 66! 58 354 355
app N ListStatus 66! 429! 82! 431! 1385 1386 83! 444 445 446 60 68! 893 @OrdListStatGrp!
app P AllocationInstructionAck 70! 2758 @Instrument @Parties 793 1730 1728 1731 75 60 87! 88 626 808 573 58 354 355 1328 1664 1665
  @RegulatoryTradeIDGrp @AllocAckGrp
app Q DontKnowTrade 37! 198 17! 127! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 54! @OrderQtyData! 32 31 58 354 355
app R QuoteRequest 131! 644 11 775 528 529 1171 1172 1091 @RootParties @QuotReqGrp! 376 2404 2351 2352 58 354 355
app S Quote 131 117! 390 1867 1751 1166 693 1080 1081 537 2403 1171 2837 @QuotQualGrp 828 2115 301 @QuoteAttributeGrp @ValueChecksGrp
  @Parties 336 625 @Instrument! @FinancingDetails @UndInstrmtGrp 54 @OrderQtyData 63 64 193 192 15 2897 120 2899 @RateSource @Stipulations
  1 660 581 522 377 @LegQuotGrp 132 133 645 646 647 134 1749 648 135 1750 110 1629 1916 62 188 190 189 191 1065 1066 631 632 633 634 60
  @TrdRegTimestamps 40 642 643 656 657 156 @CommissionData 582 100 1133 775 528 529 1934 423 @PriceQualifierGrp 2533 2534
  @SpreadOrBenchmarkCurveData @RelativeValueGrp @YieldData @RoutingGrp 1937 2374 2372 2371 2362 2964 1685 376 2404 2351 2352 58 354 355
  443
app T SettlementInstructions 777! 791 160! 792 58 354 355 11 60! @SettlInstGrp
app V MarketDataRequest 262! 263! @Parties 264! 265 266 286 546 547 @MDReqGrp! @MarketSegmentScopeGrp @InstrmtMDReqGrp! @TrdgSesGrp 815
  812 1070 2447
app W MarketDataSnapshotFullRefresh @ApplicationSequenceControl 911 963 715 1021 1173 264 1022 1683 1187 75 262 1500 1301 1300
  @Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @RelatedInstrumentGrp 779! 291 292 451 1682 1684
  @MDFullGrp! 813 814 @RoutingGrp
app X MarketDataIncrementalRefresh @ApplicationSequenceControl 1021 1022 1683 75 262 1301 1300 @MDIncGrp! 813 814 @RoutingGrp
app Y MarketDataRequestReject 262! @Parties 281 @MDRjctGrp 58 354 355
app Z QuoteCancel 131 117 1751 1166 298! 537 301 @Parties @TargetParties 1 660 581 336 625 @QuotCxlEntriesGrp
app a QuoteStatusRequest 649 117 @Instrument @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @Parties @TargetParties 1 660 581 336 625 263
app b MassQuoteAck 131 117 297! 300 301 537 298 @Parties @TargetParties 1 660 581 376 2404 2351 2352 58 354 355 @QuotSetAckGrp
  @ThrottleResponse
app c SecurityDefinitionRequest 320! 321! 1301 1300 @Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp
  @RelatedInstrumentGrp 15 2897 376 2404 2351 2352 58 354 355 336 625 @Stipulations @InstrmtLegGrp @SpreadOrBenchmarkCurveData @YieldData
  827 263
app d SecurityDefinition @ApplicationSequenceControl 964 715 320 2422 322 323 560 1607 292 @Instrument @InstrumentExtension
  @FinancingDetails @UndInstrmtGrp @RelatedInstrumentGrp @SecurityClassificationGrp 15 2897 2572 2573 734 58 354 355 @Stipulations 1606
  2562 @InstrmtLegGrp @SpreadOrBenchmarkCurveData @YieldData @MarketSegmentGrp 779 2400 60
app e SecurityStatusRequest 324! @Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @RelatedInstrumentGrp
  15 2897 263! 1301 1300 336 625
app f SecurityStatus @ApplicationSequenceControl 324 @Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp
  @RelatedInstrumentGrp 15 2897 1301 1300 75 336 625 325 326 1655 2447 1174 2116 291 292 327 328 329 1021 264 330 331 332 333 31
  @ClearingPriceParametersGrp 730 731 2451 60 334 1025 2448 58 354 355
app g TradingSessionStatusRequest 335! 1301 1300 336 625 338 339 263! 207
app h TradingSessionStatus @ApplicationSequenceControl 335 1301 1300 75 336! 625 338 339 325 340! 1368 2447 567 341 342 343 344 345 1785
  387 60 58 354 355 @Instrument
app i MassQuote 131 117! 537 2403 301 @Parties 1 660 581 293 294 @QuotSetGrp! 2362 2964 1685 376 2404 2351 2352
app j BusinessMessageReject 45 372! 1130 1406 1131 379 380! 58 354 355
app k BidRequest 390 391! 374! 392 393! 394! 395 15 2897 396 397 @BidDescReqGrp @BidCompReqGrp 409 410 411 412 413 414 415 416 121 417 75
  418! 419! 443 58 354 355
app l BidResponse 390 391 @BidCompRspGrp!
app m ListStrikePrice 66! 422! 893 @InstrmtStrkPxGrp!
app o RegistrationInstructions 513! 715 514! 508! 11 @Parties 1 660 493 495 517 @RgstDtlsGrp @RgstDistInstGrp
app p RegistrationInstructionsResponse 513! 514! 508! 11 @Parties 1 660 506! 507 496
app q OrderMassCancelRequest 11! 526 530! 336 625 @Parties @TargetParties @Instrument @UnderlyingInstrument 1301 1300 54 60! 58 354 355
app r OrderMassCancelReport 11 526 37! 1369! 198 530! 531! 532 533 @AffectedOrdGrp @NotAffectedOrdGrp 336 625 @Parties @TargetParties
  @Instrument @UnderlyingInstrument 1301 1300 54 60 58 354 355
app s NewOrderCross 548! 2422 549! 550! @RootParties @SideCrossOrdModGrp! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 63 64 21 18 110 1822
  1089 1090 @DisplayInstruction 111 1300 100 1133 @TrdgSesGrp 81 140 114 60! 483 @Stipulations 40! 423 44 1092 99 @TriggeringInstruction
  @SpreadOrBenchmarkCurveData @YieldData 15 2897 376 23 117 59 168 432 126 427 1629 1916 1815 210 @PegInstructions @DiscretionInstructions
  847 @StrategyParametersGrp 848 849 480 481 513 494 1685
app t CrossOrderCancelReplaceRequest 37 2422 548! 551! 961 549! 550! @RootParties @SideCrossOrdModGrp! @Instrument! @UndInstrmtGrp
  @InstrmtLegGrp 63 64 21 18 110 1822 1089 1090 @DisplayInstruction 111 1300 100 1133 @TrdgSesGrp 81 140 114 60! 483 @Stipulations 40! 423
  44 1092 99 @TriggeringInstruction @SpreadOrBenchmarkCurveData @YieldData 15 2897 376 23 117 59 168 432 126 427 1629 1916 1815 210
  @PegInstructions @DiscretionInstructions 847 @StrategyParametersGrp 848 849 480 481 513 494 1685
app u CrossOrderCancelRequest 37 2422 548! 551! 961 549! 550! @RootParties @SideCrossOrdCxlGrp! @Instrument! @UndInstrmtGrp @InstrmtLegGrp
  1300 60!
app v SecurityTypeRequest 320! 58 354 355 1301 1300 336 625 460 167 762
app w SecurityTypes @ApplicationSequenceControl 320! 322! 323! 557 893 @SecTypesGrp 58 354 355 1301 1300 336 625 263
app x SecurityListRequest 320! 559! 1465 1470 1471 1301 1300 @Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp
  @InstrmtLegGrp @RelatedInstrumentGrp 15 2897 58 354 355 336 625 263
app y SecurityList @ApplicationSequenceControl 964 715 1465 1466 1467 1468 1469 1470 1471 320 322 560 1607 60 393 1301 1300 893
  @SecListGrp
app z DerivativeSecurityListRequest 320! 559! 1301 1300 @UnderlyingInstrument @DerivativeInstrument 762 15 2897 58 354 355 336 625 263
app AA DerivativeSecurityList @ApplicationSequenceControl 964 320 322 560 1607 715 @UnderlyingInstrument @DerivativeSecurityDefinition 779
  60 393 893 @RelSymDerivSecGrp
app AB NewOrderMultileg 11! 2422 526 583 @Parties @TargetParties 229 75 1 660 581 589 590 591 70 @PreAllocMlegGrp 63 64 544 635 21 18 1805
  110 1822 1089 1090 2676 @ValueChecksGrp @MatchingInstructions 2362 2964 @DisplayInstruction @DisclosureInstructionGrp 111 1300 100 1133
  2704 @TrdgSesGrp 81 54! 2102 @Instrument @UndInstrmtGrp 140 1069 @LegOrdGrp 114 60! 854 @OrderQtyData 40! 1377 1378 423 44 1092 99
  @TriggeringInstruction 15 2897 1740 1741 1742 376 2404 2351 2352 377 23 117 1080 1081 1806 59 168 432 126 427 1629 1916 @CommissionData
  @CommissionDataGrp 528 529 1815 1091 1390 582 1724 @OrderAttributeGrp 121 120 2899 775 58 354 355 1816 77 203 210 @PegInstructions
  @DiscretionInstructions 847 @StrategyParametersGrp 848 1190 849 480 481 513 494 563 1685 1803 1804 1819 1820 1821
app AC MultilegOrderCancelReplace 37 2422 41 11 526 583 586 @Parties @TargetParties 229 75 1 660 581 589 590 591 70 @PreAllocMlegGrp 63 64
  544 635 21 18 1805 110 1822 1089 1090 2676 @ValueChecksGrp @MatchingInstructions 2362 2964 @DisplayInstruction @DisclosureInstructionGrp
  111 1300 100 1133 2704 @TrdgSesGrp 81 54! 2102 @Instrument @UndInstrmtGrp 140 1069 @LegOrdGrp 114 60! 854 @OrderQtyData 40! 1377 1378
  423 44 1092 99 @TriggeringInstruction 15 2897 376 2404 2351 2352 377 23 117 59 168 432 126 427 1629 1916 @CommissionData
  @CommissionDataGrp 528 529 1815 1091 1390 582 1724 @OrderAttributeGrp 121 120 2899 775 58 354 355 1816 77 203 210 @PegInstructions
  @DiscretionInstructions 847 @StrategyParametersGrp 848 1190 849 480 481 513 494 522 2679 563 1685 1803 1804 1819 1820 1821
app AD TradeCaptureReportRequest 568! 1003 1040 1041 1042 569! 263 571 818 527 17 150 37 11 573 828 829 1849 1123 830 855 820 880 @Parties
  @Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @TrdCapDtGrp 715 336 625 943 54 442 578 579 725 726 58
  354 355 1011
app AE TradeCaptureReport @ApplicationSequenceControl 571 1003 1040 1041 1042 2489 2490 487 856 939 568 828 829 855 2896 2961 2667 1849
  @TradePriceConditionGrp 1123 1124 1125 1126 1127 830 150 748 912 1028 325 263 572 881 818 820 880 17 19 527 378 2347
  @RegulatoryTradeIDGrp 570 423 @PriceQualifierGrp 549 @RootParties 1015 716 717 1430 1300 1301 2375 @Instrument! @InstrumentExtension
  @FinancingDetails @PaymentGrp 854 @YieldData @UndInstrmtGrp @RelatedInstrumentGrp @CollateralAmountGrp 2868 @RateSource
  @TransactionAttributeGrp 822 823 32 1828 2301 2368 2367 2370 31 631 1522 1056 2762 @AveragePriceDetail 15 2897 120 2899 2366 669 194 195
  1071 2349 30 1596 1740 1743 1741 75 715 2870 6 @SpreadOrBenchmarkCurveData 1731 819 2085 2086 2087 @PositionAmountData 442 824
  @TrdInstrmtLegGrp 60 @TrdRegTimestamps 63 64 2878 987 573 2405 574 @TradeQtyGrp @TrdCapRptSideGrp! 1188 1189 1380 1190 811 1382 797
  @TrdRepIndicatorsGrp 2524 852 1390 @TrdRegPublicationGrp 853 994 1011 779 991 1132 1134 381 2369 751 1328 1664 1665 1329 1832 1924 1925
  1926 1927 1928 @MandatoryClearingJurisdictionGrp 1929 2527 2526 1930 1931 1932 1933 1934 2869 1935 2963 1936 1937 2387 2302 2303 2596
  2374 2372 2371 2373 2525 @AttachmentGrp 2343
app AF OrderMassStatusRequest 584! 585! @Parties @TargetParties 1 660 336 625 @Instrument @UnderlyingInstrument 54
app AG QuoteRequestReject 131! 644 658! 1171 1172 1091 @RootParties @QuotReqRjctGrp! 58 354 355
app AH RFQRequest 644! @Parties @RFQReqGrp! 263 1171
app AI QuoteStatusReport 649 131 117 390 1867 1751 1166 693 537 298 @Parties @TargetParties 336 625 @Instrument @FinancingDetails
  @UndInstrmtGrp 54 @OrderQtyData 63 64 193 2878 192 15 2897 @Stipulations 1 660 581 @LegQuotStatGrp @QuotQualGrp @QuoteAttributeGrp 2830
  2115 126 44 423 @PriceQualifierGrp @SpreadOrBenchmarkCurveData @YieldData 1747 1748 1745 1746 132 133 645 646 647 134 1749 648 135 1750
  110 62 188 190 189 191 631 632 633 634 60 @TrdRegTimestamps 40 642 643 656 657 156 @CommissionData 582 100 1133 775 528 529 1934 297 300
  1328 1664 1665 1937 2374 2372 2371 @ThrottleResponse 58 354 355 443
app AJ QuoteResponse 693! 117 1166 131 694! 11 528 529 23 537 1091 @QuotQualGrp 828 2347 2115 @Parties 336 625 @Instrument!
  @FinancingDetails @UndInstrmtGrp 54 @OrderQtyData 110 63 64 2878 193 192 15 2897 @Stipulations 1 660 581 @LegQuotGrp 132 133 645 646 647
  134 648 135 62 188 190 189 191 631 632 633 634 60 40 642 643 656 657 156 @CommissionData 582 100 1133 58 354 355 44 423
  @PriceQualifierGrp 1917 @SpreadOrBenchmarkCurveData @YieldData 1937 2374 2372 2371 443
app AK Confirmation 664! 772 859 666! 773! 797 650 665! 573 940 @RegulatoryTradeIDGrp 2390 1832 @Parties @OrdAllocGrp @ExecAllocGrp 70 793
  467 828 829 855 1937 2374 2372 2371 574 60! 75! @TrdRegTimestamps @Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp
  @InstrmtLegGrp @YieldData 80! 854 54! 15 2897 30 @CpctyConfGrp! 79! 661 798 6! 74 423 @PriceQualifierGrp 860 @SpreadOrBenchmarkCurveData
  861 58 354 355 81 381! 157 230 158 159 738 920 921 922 238 237 118! 890 119 120 2899 155 156 63 64 @SettlInstructionsData
  @CommissionData 858 @CommissionDataGrp @Stipulations @MiscFeesGrp @MatchExceptionGrp @MatchingDataPointGrp
app AL PositionMaintenanceRequest 710 709! 712! 713 714 715! 64 716 717 @Parties! 1 660 581 @Instrument! 15 2897 @InstrmtLegGrp
  @RelatedInstrumentGrp @UndInstrmtGrp @TrdgSesGrp 60 @PositionQty! @PositionAmountData 718 719 720 834 58 354 355 120 2899
app AM PositionMaintenanceReport 721! 709! 2618 710 712! 713 722 723 715! 2084 2085 2086 2087 1592 1328 1664 1665 716 717 1832 1833 1834
  2101 979 @Parties 1 660 581 714 @Instrument! 15 2897 64 120 2899 719 720 @InstrmtLegGrp @RelatedInstrumentGrp @UndInstrmtGrp @TrdgSesGrp
  60 @PositionQty @PositionAmountData @RegulatoryTradeIDGrp @PaymentGrp 718 834 @RelatedTradeGrp 58 354 355
app AN RequestForPositions 710! 724! 573 263 120 2899 @Parties! 1 660 581 @Instrument 15 2897 @InstrmtLegGrp @UndInstrmtGrp 715! 64 716
  717 @TrdgSesGrp 60! 725 726 58 354 355
app AO RequestForPositionsAck 721! 710 727 911 325 728! 729! 724 573 715 263 716 717 120 2899 @Parties! 1 660 581 @Instrument 15 2897
  @InstrmtLegGrp @UndInstrmtGrp 725 726 58 354 355
app AP PositionReport @ApplicationSequenceControl 721! 2618 710 724 2364 1635 263 727 911 912 728 325 1934 2869 @TransactionAttributeGrp
  @TrdRegTimestamps 715! 2084 2870 716 717 423 120 2899 1011 1832 1833 1834 2101 2878 2373 1937 2374 2372 2371 1936 @Parties! 1 660 581
  2375 @Instrument @FinancingDetails 15 2897 64 730 2366 2365 1886 1887 2960 731 734 1595 1592 2085 2086 2087 573 @InstrmtLegGrp
  @RelatedInstrumentGrp @CollateralAmountGrp 2868 @PosUndInstrmtGrp 60 @PositionQty @PositionAmountData @RegulatoryTradeIDGrp @PaymentGrp
  506 743 1434 811 @RelatedTradeGrp 58 354 355
app AQ TradeCaptureReportRequestAck 568! 1003 1040 1041 1042 569! 263 748 749! 750! @Instrument @InstrumentExtension @UndInstrmtGrp
  @InstrmtLegGrp 442 725 726 58 354 355 1011
app AR TradeCaptureReportAck 571 1003 1040 1041 1042 487 856 828 829 855 1849 1123 1124 1125 1126 1127 830 @RootParties 150 572 881 939
  1523 751 1328 1664 1665 818 263 820 880 17 527 378 570 423 @PriceQualifierGrp 549 822 823 716 717 854 32 31 1430 1300 1301 @Instrument!
  @InstrumentExtension @FinancingDetails 669 1056 1071 2762 @AveragePriceDetail 15 2897 120 2899 194 195 30 75 715 6 1731 819 442 824 60
  63 @UndInstrmtGrp 573 574 797 @TrdRepIndicatorsGrp 852 1390 853 @TrdInstrmtLegGrp @TrdRegTimestamps 725 726 58 354 355 1015 635
  @PositionAmountData 994 1011 779 991 @TradeQtyGrp @TrdCapRptAckSideGrp 1135 381 64 1329 2343
app AS AllocationReport 755! 70 2758 71! 795 796 793 1730 2771 2759 2767 1728 794! 87! 88 72 1738 808 196 197 466 715 828 829 855 1937
  2374 2372 2371 442 582 578 991 1011 579 819 1731 857 @OrdAllocGrp @ExecAllocGrp 570 700 574 54! @Instrument! @InstrumentExtension
  @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp 53! 854 1736 1737 30 229 336 625 423 @PriceQualifierGrp 6! 860
  @SpreadOrBenchmarkCurveData 15 2897 74 @Parties 75! 60 63 64 775 381 238 237 118 77 754 58 354 355 157 158 159 540 738 920 921 922 650
  @Stipulations @YieldData @RegulatoryTradeIDGrp @PositionAmountData 1031 1032 892 893 @AllocGrp @RateSource 1430 2334 2335 2343
app AT AllocationReportAck 755! 70 2758 715 819 53 71 @Instrument @Parties 793 1730 1728 1731 75 60 87 88 794 808 573 1031 1032 58 354 355
  1328 1664 1665 @RegulatoryTradeIDGrp @AllocAckGrp
app AU ConfirmationAck 664! 75! 60! 940! @RegulatoryTradeIDGrp 2390 774 573 @MatchExceptionGrp @MatchingDataPointGrp 58 354 355
app AV SettlementInstructionRequest 791! 60! @Parties 79 661 54 460 167 461 2891 120 2899 168 126 779 169 170 171
app AW AssignmentReport @ApplicationSequenceControl 833! 710 832 912 @Parties! 1 581 @Instrument 15 2897 @InstrmtLegGrp @UndInstrmtGrp
  @PositionQty @PositionAmountData 834 730 731 732 734 1595 432 744 745 746 747 716 717 715! 58 354 355
app AX CollateralRequest 894! 895! 60! 126 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument @FinancingDetails 64 53 854
  15 2897 @InstrmtLegGrp @UndInstrmtCollGrp 899 900 901 @TrdRegTimestamps 54 @MiscFeesGrp 44 423 159 920 921 922
  @SpreadOrBenchmarkCurveData @Stipulations 336 625 716 717 715 58 354 355
app AY CollateralAssignment 902! 894 895! 903! 907 60! 126 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument
  @FinancingDetails 64 53 854 15 2897 @InstrmtLegGrp @UndInstrmtCollGrp 899 900 901 @TrdRegTimestamps 54 @MiscFeesGrp 44 423 159 920 921
  922 @SpreadOrBenchmarkCurveData @Stipulations @SettlInstructionsData 336 625 716 717 2486 75 2485 2484 715 2517 2519 2518 2516 58 354
  355
app AZ CollateralResponse 904! 902 894 895 903 905! 906 60! 1043 291 715 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument
  @FinancingDetails 64 53 854 15 2897 @InstrmtLegGrp @UndInstrmtCollGrp 899 900 901 @CollateralAmountGrp @TrdRegTimestamps 54 @MiscFeesGrp
  44 423 159 920 921 922 @SpreadOrBenchmarkCurveData @Stipulations 2486 75 2485 2484 2517 2519 2518 2516 58 354 355 2520 2522 2521 1328
  1664 1665
app BA CollateralReport 908! 909 60 1043 291 910! 911 912 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument
  @FinancingDetails 64 53 854 15 2897 @InstrmtLegGrp @UndInstrmtGrp 899 900 901 @CollateralAmountGrp 2868 1936 @RegulatoryTradeIDGrp
  @TrdRegTimestamps 54 @MiscFeesGrp 44 423 159 920 921 922 @SpreadOrBenchmarkCurveData @Stipulations @SettlInstructionsData 336 625 716
  717 1934 2869 715 2486 75 2485 2484 @FundingSourceGrp @TransactionAttributeGrp 58 354 355
app BB CollateralInquiry 909! @CollInqQualGrp 263 725 726 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument
  @FinancingDetails 64 53 854 15 2897 @InstrmtLegGrp @UndInstrmtGrp 899 900 901 @TrdRegTimestamps 54 44 423 159 920 921 922
  @SpreadOrBenchmarkCurveData @Stipulations @SettlInstructionsData 336 625 716 717 715 58 354 355
app BC NetworkCounterpartySystemStatusRequest 935! 933! @CompIDReqGrp
app BD NetworkCounterpartySystemStatusResponse 937! 933 932! 934 @CompIDStatGrp!
app BE UserRequest 923! 924! 553! 554 925 1400 1401 1402 1403 1404 95 96
app BF UserResponse 923! 553! 926 @ThrottleParamsGrp 927
app BG CollateralInquiryAck 909! 945! 946 @CollInqQualGrp 911 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument
  @FinancingDetails 64 53 854 15 2897 @InstrmtLegGrp @UndInstrmtGrp 336 625 716 717 715 725 726 58 354 355
app BH ConfirmationRequest 859! 773! @OrdAllocGrp 70 793 467 60! 79 661 798 58 354 355
app BO ContraryIntentionReport @ApplicationSequenceControl 977! 60 978 979 715! @Parties! @ExpirationQty! @Instrument! @UndInstrmtGrp 58
  354 355
app BP SecurityDefinitionUpdateReport @ApplicationSequenceControl 964 320 322 323 715 980 292 @Instrument @InstrumentExtension
  @FinancingDetails @UndInstrmtGrp @RelatedInstrumentGrp 15 2897 2572 2573 734 58 354 355 @Stipulations 1606 2562 @InstrmtLegGrp
  @SpreadOrBenchmarkCurveData @YieldData @MarketSegmentGrp 779 2400 60
app BK SecurityListUpdateReport @ApplicationSequenceControl 964 1465 1466 1467 1468 1469 1470 1471 320 322 560 393 715 980 292 1301 1300
  60 893 @SecLstUpdRelSymGrp
app BL AdjustedPositionReport 721! 724 715! 716 714 @Parties! @PositionQty! @InstrmtGrp 730 734
app BM AllocationInstructionAlert 70! 71! 626! 2758 793 72 796 808 196 197 1730 1728 466 857 @OrdAllocGrp @ExecAllocGrp 570 700 574 54!
  @Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp 53 854 1736 1737 2759 2760 30 229 336 625 423
  @PriceQualifierGrp 6 860 332 333 @SpreadOrBenchmarkCurveData 15 2897 74 @Parties 75! 60 87 63 64 775 381 238 237 118 77 754 58 354 355
  157 158 159 540 738 920 921 922 650 @Stipulations @YieldData @PositionAmountData 892 893 @AllocGrp 819 1731 715 828 829 582 578 442 1011
  991 1031 1032
app BN ExecutionAck 37! 198 11 1036! 17! 127 @Instrument! @UndInstrmtGrp @InstrmtLegGrp 54! @OrderQtyData 32 31 423 @PriceQualifierGrp 669
  14 6 @RegulatoryTradeIDGrp 58 354 355
app BJ TradingSessionList @ApplicationSequenceControl 335 @TrdSessLstGrp!
app BI TradingSessionListRequest 335! 1301 1300 336 625 207 338 339 263!
app BQ SettlementObligationReport @ApplicationSequenceControl 715 1153 1160! 1159! 58 354 355 60 @SettlObligationInstructions!
app BR DerivativeSecurityListUpdateReport @ApplicationSequenceControl 320 322 560 980 @UnderlyingInstrument @DerivativeSecurityDefinition
  779 60 393 893 @RelSymDerivSecUpdGrp
app BS TradingSessionListUpdateReport @ApplicationSequenceControl 335 @TrdSessLstGrp!
app BT MarketDefinitionRequest 1393! 263! 1301 1300 1325
app BU MarketDefinition @ApplicationSequenceControl 1394! 1393 1301! 1300 1396 1397 1398 1325 2542 2543 2544 @InstrumentScopeGrp
  @RelatedMarketSegmentGrp 15 2897 @BaseTradingRules @OrdTypeRules @TimeInForceRules @ExecInstRules @AuctionTypeRuleGrp
  @MarketDataFeedTypes @MatchRules @FlexProductEligibilityGrp @Parties @MiscFeesGrp 2400 60 58 354 355
app BV MarketDefinitionUpdateReport @ApplicationSequenceControl 1394! 1393 1395 1301! 1300 1396 1397 1398 1325 2542 2543 2544
  @InstrumentScopeGrp @RelatedMarketSegmentGrp 15 2897 @BaseTradingRules @OrdTypeRules @TimeInForceRules @ExecInstRules
  @AuctionTypeRuleGrp @MarketDataFeedTypes @MatchRules @FlexProductEligibilityGrp @Parties 2400 60 58 354 355
app CB UserNotification @UsernameGrp 926! @ThrottleParamsGrp 58 354 355
app BZ OrderMassActionReport 11 526 1369! 1373! 1374! 2675 1375! 1376 533 2678 893 @AffectedOrdGrp @NotAffectedOrdGrp
  @AffectedMarketSegmentGrp @NotAffectedMarketSegmentGrp 1301 1300 @TargetMarketSegmentGrp 336 625 @Parties @TargetParties @Instrument
  @UnderlyingInstrument 54 44 60 376 2404 2351 2352 58 354 355
app CA OrderMassActionRequest 11! 526 1373! 1374! 2675 1301 1300 @TargetMarketSegmentGrp 336 625 @Parties @TargetParties @Instrument
  @UnderlyingInstrument 54 44 60! 376 2404 2351 2352 58 354 355
app BW ApplicationMessageRequest 1346! 1347! @ApplIDRequestGrp @Parties 58 354 355
app BX ApplicationMessageRequestAck 1353! 1346 1347 1348 1349 @ApplIDRequestAckGrp @Parties 58 354 355
app BY ApplicationMessageReport 1356! 1346 1426! @ApplIDReportGrp 58 354 355
app CC StreamAssignmentRequest 1497! 1498! @StrmAsgnReqGrp!
app CD StreamAssignmentReport 1501! 1498 1497 @StrmAsgnRptGrp
app CE StreamAssignmentReportACK 1503! 1501! 1502 58 354 355
app CH MarginRequirementInquiry 1635! @MarginReqmtInqQualGrp! 263 725 726 @Parties 715 716 717 1639 @Instrument 60 58 354 355
app CI MarginRequirementInquiryAck 1635! @MarginReqmtInqQualGrp! 1640! 1641 911 263 725 726 @Parties 715 716 717 1639 @Instrument 60 58
  354 355
app CJ MarginRequirementReport @ApplicationSequenceControl 1642! 1635 1638! 911 912 325 @Parties 1934 2869 @TrdRegTimestamps 715 2870 716
  717 1639 15 2897 @Instrument @MarginAmount! 60 58 354 355
app CF PartyDetailsListRequest 1505! @RequestingPartyGrp @Parties @RequestedPartyRoleGrp @PartyRelationshipGrp 263 58 354 355
app CG PartyDetailsListReport @ApplicationSequenceControl 1510! 1505 1511 1512 893 @PartyDetailGrp 60 58 354 355 1328 1664 1665
app CK PartyDetailsListUpdateReport @ApplicationSequenceControl 1510! 1505 1512 893 @RequestingPartyGrp @PartyDetailsUpdateGrp 60 58 354
  355
app CL PartyRiskLimitsRequest 1666! 1760 263 @RequestingPartyGrp @Parties @RequestedPartyRoleGrp @RequestedRiskLimitTypesGrp 1533
  @RiskInstrumentScopeGrp 58 354 355
app CM PartyRiskLimitsReport @ApplicationSequenceControl 1667! 1666 1760 1511 325 1512 893 @PartyRiskLimitsGrp 60 58 354 355 1328 1664
  1665
app CN SecurityMassStatusRequest 324! @InstrumentScope 263! 1465 1301 1300 336 625
app CO SecurityMassStatus @ApplicationSequenceControl 324 1465 1301 1300 75 336 625 @InstrumentScope 325 1679 2447 1680 1681 1021 264 60
  334 @SecMassStatGrp
app CQ AccountSummaryReport @ApplicationSequenceControl 1699! 715! 15 900 899 716 717 60 @SettlementAmountGrp @MarginAmount @Parties!
  @CollateralAmountGrp @PayCollectGrp @PositionAmountData
app CR PartyRiskLimitsUpdateReport @ApplicationSequenceControl 1667! 1666 1760 1512 893 @RequestingPartyGrp @PartyRiskLimitsUpdateGrp 60
  58 354 355
app CS PartyRiskLimitsDefinitionRequest 1666! @RequestingPartyGrp @PartyRiskLimitsUpdateGrp 58 354 355
app CT PartyRiskLimitsDefinitionRequestAck 1666! 1761 1762! @RequestingPartyGrp @PartyRiskLimitsAckGrp 58 354 355
app CU PartyEntitlementsRequest 1770 263 @RequestingPartyGrp @Parties @RequestedPartyRoleGrp 1883 @EntitlementTypeGrp 1784
  @InstrumentScopeGrp @MarketSegmentScopeGrp 58 354 355
app CV PartyEntitlementsReport @ApplicationSequenceControl 1771! 1770 1511 1512 893 @PartyEntitlementGrp 60 58 354 355 1328 1664 1665
app CW QuoteAck 117 1166 131 537 298 1751 1865! 300 1328 1664 1665 @Parties @QuoteAttributeGrp 58 354 355
app CX PartyDetailsDefinitionRequest 1505! @RequestingPartyGrp @PartyDetailsUpdateGrp! 58 354 355
app CY PartyDetailsDefinitionRequestAck 1505! 1878! 1877 @RequestingPartyGrp @PartyDetailAckGrp 58 354 355
app CZ PartyEntitlementsUpdateReport @ApplicationSequenceControl 1771! 1770 1512 893 @RequestingPartyGrp @PartyEntitlementUpdateGrp! 60 58
  354 355
app DA PartyEntitlementsDefinitionRequest 1770! @RequestingPartyGrp @PartyEntitlementUpdateGrp! 58 354 355
app DB PartyEntitlementsDefinitionRequestAck 1770! 1882! 1881 @RequestingPartyGrp @PartyEntitlementAckGrp 58 354 355
app DC TradeMatchReport @ApplicationSequenceControl 880! 574 856 715 828 829 75 1301 1300 336 625 1430 1888 60 442 @InstrmtMatchSideGrp
app DD TradeMatchReportAck @ApplicationSequenceControl 880! 1896! 1897 1328 1664 1665 58 354 355
app DE PartyRiskLimitsReportAck 1667! 1666 2316! 2317 @PartyRiskLimitsUpdateGrp 60 1328 1664 1665 58 354 355
app DF PartyRiskLimitCheckRequest 2318 2319 2320! 2321! 2322 1080 1081 2323 2324 15 2897 1670 @RequestingPartyGrp @Parties
  @RelatedPartyDetailGrp @Instrument @LegOrdGrp @UndInstrmtGrp 54 60 58 354 355
app DG PartyRiskLimitCheckRequestAck 2318 2319 2325! 2326 2320! 2321! 2322 1328 1664 1665 1080 1081 54 2327 2324 1670 15 2897 126
  @RequestingPartyGrp @Parties @RelatedPartyDetailGrp @Instrument @LegOrdGrp @UndInstrmtGrp 60 58 354 355
app DH PartyActionRequest 2328! 2329! 2330 1301 1300 @InstrumentScope @RequestingPartyGrp @Parties! @RelatedPartyDetailGrp 60 58 354 355
app DI PartyActionReport 2400 2328 2331! 2329! 2332! 2333 2330 1328 1664 1665 1301 1300 @InstrumentScope @RequestingPartyGrp @Parties!
  @RelatedPartyDetailGrp 60 58 354 355 797
app DJ MassOrder 2423! 2427 1301 1300 @Parties 1815 1816 1 660 581 528 529 582 1028 1031 60 58 354 355 1685 2432 893 @OrderEntryGrp!
app DK MassOrderAck @ApplicationSequenceControl 2423 2424 2425! 2426 2427 1328 1664 1665 1301 1300 @Parties 1815! 1816 1 660 581 528 529
  582 1028 1031 60 58 354 355 797 2432 893 @ThrottleResponse @OrderEntryAckGrp
app DL PositionTransferInstruction 2436! 2437 2439 2440 2441 @Parties! @TargetParties! 715 75 60 @Instrument @UndInstrmtGrp @PositionQty
  1596 15 2897 423 @PositionAmountData 58 354 355
app DM PositionTransferInstructionAck 2436! 2437 2439 2440 2442 2443 2441 @Parties @TargetParties 60 1328 1664 1665 58 354 355
app DN PositionTransferReport 2436 2438! 2437! 2439! 2444! 2442! 2443 2441 @Parties! @TargetParties! 715 75 60 @Instrument @UndInstrmtGrp
  @PositionQty 1596 15 2897 423 @PositionAmountData 1328 1664 1665 58 354 355
app DO MarketDataStatisticsRequest 2452! 263! @Parties 75 1301 1300 1396 1397 1398 1465 @Instrument @InstrumentExtension @FinancingDetails
  @UndInstrmtGrp @InstrmtLegGrp @RelatedInstrumentGrp @MDStatisticReqGrp! 60 58 354 355
app DP MarketDataStatisticsReport @ApplicationSequenceControl 2453! 2452 2473 325 @Parties 582 75 1301 1300 1396 1397 1398 1465 15 2897
  @Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @RelatedInstrumentGrp @MDStatisticRptGrp! 60 58 354 355
app DQ CollateralReportAck 908! 60 2488! 2487 1328 1664 1665 @Parties 58 354 355
app DR MarketDataReport @ApplicationSequenceControl 963 2535! 2536! 60 911 2537 2538 2539 2540 2541
app DS CrossRequest 2672! 1301 1300 @Instrument! 38 376 2404
app DT CrossRequestAck 2672! 1301 1300 @Instrument! 38 376 2404
app DU AllocationInstructionAlertRequest 2758 1730 1731 75 @Parties
app DV AllocationInstructionAlertRequestAck 2758! 2768! 1328 1664 1665
app DW TradeAggregationRequest 2786! 2787 2788! 2789 15 2897 6 54! 2349 @OrderAggregationGrp @ExecutionAggregationGrp 1 @Instrument!
  @Parties
app DX TradeAggregationReport 2792! 2786 2790! 1003 2791 2789 6 2793 2794 64 @Instrument 54 1328 1664 1665
app EA PayManagementReport 2799! 2812 2804! 2803 2805 2802 2801 2813 2800 1328 1664 1665 715 60! 58 354 355 @Instrument @RelatedTradeGrp
  @Parties @PostTradePayment! @SettlDetails
app EB PayManagementReportAck 2799! 2806! 2800 1328 1664 1665
app DY PayManagementRequest 2812! 2811! 2810 2807 2809 2808 715 60! 58 354 355 @Instrument @RelatedTradeGrp @Parties @PostTradePayment!
  @SettlDetails
app DZ PayManagementRequestAck 2812! 2813!
component CommissionData 12 13 479 2922 1233 1238 497
component DiscretionInstructions 388 389 841 842 843 844 846
component FinancingDetails 913 914 1961 915 918 2952 1962 1963 1964 1965 1966 @FinancingContractualDefinitionGrp
  @FinancingTermSupplementGrp @FinancingContractualMatrixGrp 1967 1968 1969 1970 1513 1525 1527 788 916 917 919 898
component Instrument 55 65 48 22 @SecAltIDGrp 460 1227 1151 461 2891 167 762 200 541 1079 966 1049 965 224 1449 1450 1451 1452 1457 1458
  1739 2210 1938 1939 1940 2735 @SecondaryAssetGrp @AssetAttributeGrp 1941 1575 1942 1943 1944 1945 1946 1947 1948 1949 1950 2879 1951
  1952 1953 1954 1955 1956 1957 1958 1959 1960 1577 1580 1581 1678 1697 225 239 226 227 228 255 543 470 471 472 240 202 2578 2577 947 2904
  967 968 1698 1866 2600 2001 2601 1478 1479 1480 1481 206 231 1435 2353 1439 969 1146 996 1147 1716 2905 1191 1192 1717 2906 1193 2579
  1194 1482 1195 2753 1196 1197 2002 2140 1524 2907 1198 1199 1200 201 2681 2685 1244 1242 2575 2574 997 223 207 970 971 106 348 349 2737
  2714 2715 2716 107 350 351 @SecurityXML 691 667 875 876 @EvntGrp 873 874 @InstrumentParties 1687 @ComplexEvents 1787 2141 2142 2143 2752
  2144 2145 2576 2962 @DateAdjustment @PricingDateTime @MarketDisruption @OptionExercise @StreamGrp @ProvisionGrp @AdditionalTermGrp
  @ProtectionTermGrp @CashSettlTermGrp @PhysicalSettlTermGrp @ExtraordinaryEventGrp 2602 2603
component InstrumentExtension 668 869 @AttrbGrp 2736 @IndexRollMonthGrp 2738 @FloatingRateIndex @ReferenceDataDateGrp
component InstrumentLeg 600 601 602 603 @LegSecAltIDGrp 1788 607 1594 608 2893 609 764 610 611 1212 2146 2147 2148 248 2149 2150 2151 2152
  2153 2154 2155 2348 2067 2068 2069 2739 @LegSecondaryAssetGrp @LegAssetAttributeGrp 2070 2156 2157 2158 2159 2160 2161 2162 2163 2164
  2165 2880 2166 2167 2168 2169 2170 2171 2172 2173 2174 2175 2176 2177 2178 2179 2180 249 250 251 252 253 257 599 596 597 598 254 612 942
  2908 2181 2182 2183 2184 2604 2185 2605 2186 2187 2188 2189 613 614 1436 2354 1440 2190 2191 999 1224 1720 2909 1421 1422 1721 2910 2192
  1001 1420 2193 2194 2755 2195 2196 2197 2198 1528 2911 2199 2200 2201 2202 2203 615 616 2205 2206 617 618 619 2740 2717 2718 2719 620
  621 622 @LegSecurityXML 2207 2208 623 624 556 2898 740 739 955 956 1358 2682 2686 1017 566 @LegEvntGrp @LegInstrumentParties 2209
  @LegComplexEvents 2211 2212 2213 2754 2214 2215 @LegDateAdjustment @LegPricingDateTime @LegMarketDisruption @LegOptionExercise
  @LegStreamGrp @LegProvisionGrp @LegAdditionalTermGrp @LegProtectionTermGrp @LegCashSettlTermGrp @LegPhysicalSettlTermGrp
  @LegExtraordinaryEventGrp 2606 2607
component LegBenchmarkCurveData 676 2951 677 678 679 680
component OrderQtyData 38 152 516 468 469
component PegInstructions 211 1094 835 836 837 838 840 1096 1097 1098 1099
component SettlInstructionsData 172 169 170 171 @DlvyInstGrp
component SpreadOrBenchmarkCurveData 218 220 2950 221 222 662 663 699 761
component UnderlyingInstrument 311 312 309 305 @UndSecAltIDGrp 2874 462 @UnderlyingSecurityXML 463 2894 310 763 313 542 1213 1837 241 1453
  1454 2614 2615 2921 2616 2617 2619 1455 1456 1459 1460 242 243 244 245 246 256 595 592 593 594 247 316 941 2917 317 436 1437 2363 1441
  998 1423 1718 2918 1424 1425 1719 2919 1000 1419 1526 2920 435 308 306 362 363 2742 2720 2721 2722 2723 2724 307 364 365 877 878 972 318
  2916 879 975 973 974 810 882 883 884 885 886 2885 2886 @UnderlyingStipulations 1044 1045 1046 1038 @UndlyInstrumentParties 1039 315 2683
  2687 1988 1989 1990 1991 1992 1993 2881 1994 1995 1996 1997 2620 2621 @UnderlyingEvntGrp 1998 1999 2000 2003 2004 2005 2006 2284 2285
  2286 2287 2288 2007 2008 2009 2010 2011 2012 2491 2013 2014 2015 2744 @UnderlyingSecondaryAssetGrp @UnderlyingAssetAttributeGrp 2016
  2289 2017 2018 2019 2020 2021 2022 2290 2622 2291 2623 2292 2023 2024 2025 2026 2027 2028 2029 2757 2030 2031 2293 2294 2032 2033 2034
  2035 2036 2037 2038 2039 2040 2041 2042 2043 2044 41314 41315 @UnderlyingComplexEvents 2295 2296 2297 2756 2298 2299
  @UnderlyingDateAdjustment @UnderlyingPricingDateTime @UnderlyingMarketDisruption @UnderlyingOptionExercise @UnderlyingStreamGrp
  @UnderlyingProvisionGrp @UnderlyingAdditionalTermGrp @UnderlyingProtectionTermGrp @UnderlyingCashSettlTermGrp
  @UnderlyingPhysicalSettlTermGrp @UnderlyingRateSpreadSchedule @UnderlyingDividendPayout @UnderlyingExtraordinaryEventGrp 2624 2625 2626
  2627 2628 2629 2630 2631
component YieldData 235 236 701 696 697 698
component DisplayInstruction 1138 1082 1608 2828 1083 1084 1085 1086 1087 1088
component TriggeringInstruction 1100 1101 1628 1102 1103 1104 1105 1106 1107 1108 1109 1110 1111 1112 1113 1114
component SecurityTradingRules @BaseTradingRules @TradingSessionRulesGrp @NestedInstrumentAttribute
component SecurityXML 1184 1185 1186
component SecondaryPriceLimits 1305 1221 1230 1240
component PriceLimits 1306 1148 1149 1150
component TradingSessionRules @OrdTypeRules @TimeInForceRules @ExecInstRules @AuctionTypeRuleGrp @MatchRules @MarketDataFeedTypes
component BaseTradingRules @TickRules @LotTypeRules @PriceLimits @PriceRangeRuleGrp @QuoteSizeRuleGrp 827 1786 562 1140 1143 1144 1245
  2934 561 1377 1378 423 2557 2559
component DerivativeInstrument 1214 1215 1216 1217 @DerivativeSecurityAltIDGrp 1246 1228 1243 1247 1248 2892 1249 1250 1251 1252 1253 1254
  1255 1256 1276 1257 1258 1259 1260 1261 1262 2912 1263 1264 1265 1266 1438 1442 1267 1268 1269 1270 1722 2913 1315 1316 1723 2914 1317
  1318 1319 1576 2915 1320 1321 1322 1323 2684 2688 1299 1225 1271 1272 1273 1274 1275 1277 1278 1279 1280 1281 @DerivativeSecurityXML
  1285 @DerivativeEventsGrp @DerivativeInstrumentParties
component DerivativeSecurityDefinition @DerivativeInstrument @DerivativeInstrumentAttribute @MarketSegmentGrp @SecurityClassificationGrp
component DerivativeSecurityXML 1282 1283 1284
component UnderlyingLegInstrument 1330 1331 1332 1333 @UnderlyingLegSecurityAltIDGrp 1344 1337 1338 1339 1345 1405 1340 1391 1343 1341
  1392
component ApplicationSequenceControl 1180 1181 1350 1352
component TradeReportOrderDetail 37 198 11 526 66 1080 1081 1431 @RelatedOrderGrp 1091 40 44 99 18 39 @OrderQtyData 151 14 59 126
  @MatchingInstructions 2362 2964 1629 1916 @DisplayInstruction 528 529 775 1432 1724 @OrderAttributeGrp 2704 821 1093 483 586 2766
component InstrumentScope 1536 1537 1538 1539 @InstrumentScopeSecurityAltIDGrp 1543 1544 1545 1546 2895 1547 1548 1549 1550 1551 1552 1553
  1554 1555 1616 1556 1620 1621 1557
component ThrottleResponse 1685 1609 1686
component LegSecurityXML 1871 1872 1873
component UnderlyingSecurityXML 1874 1875 1876
component LegPaymentStream 40279 40280 40281 42399 40282 40283 43108 40284 40285 40286 40287 40288 42400 42401 42402 42403 40289 40290
  40291 41549 41550 41551 41552 41553 41554 41555 @LegPaymentStreamPaymentDates @LegPaymentStreamResetDates @LegPaymentStreamFixedRate
  @LegPaymentStreamFloatingRate 42404 @LegPaymentStreamCompoundingFloatingRate @LegPaymentStreamCompoundingDates
  @LegPaymentStreamNonDeliverableSettlTerms
component LegPaymentStreamFixedRate 40326 40327 40328 41556 41557 40329 40330 41558 41559 41560
component LegPaymentStreamFloatingRate 40331 40332 43088 43089 40333 40334 43116 43117 43118 43119 41563 41564 41565 41566 41567 41568
  41569 41570 41571 40335 40336 41572 41573 41574 41575 40337 40338 40339 40340 40341 40342 40343 40344 40345 41576 41577 40346 40347
  40348 40349 41578 41579 42462 42463 42464 41580 41581 42465 41582 41583 41584 41585 41586 @LegPaymentStreamPricingBusinessCenterGrp
  @LegPaymentStreamPricingDayGrp @LegPaymentStreamPricingDateGrp 40350 40351 40352 40353 40354 40355 40356 40357 40358 42466
  @LegPaymentStreamFormula @LegDividendConditions 42467 @LegReturnRateGrp 42468 42469 42470 42471 42472 42473 42474 42475 42476 42477
  42478 42479 42480 42481
component LegPaymentStreamNonDeliverableSettlTerms 40359 40360 @LegPaymentStreamNonDeliverableFixingDatesBusinessCenterGrp 40362 40363
  40364 40365 @LegPaymentStreamNonDeliverableSettlRateSource @LegPaymentStreamNonDeliverableFixingDateGrp
  @LegSettlRateDisruptionFallbackGrp
component LegPaymentStreamPaymentDates 40292 @LegPaymentStreamPaymentDateBusinessCenterGrp @LegPaymentStreamPaymentDateGrp 40294 40295
  40296 40297 40298 40299 40300 40301 40302 41592 @LegPaymentStreamFinalPricePaymentDate
component LegPaymentStreamResetDates 40303 40304 @LegPaymentStreamResetDateBusinessCenterGrp 40306 40307 40308 40309 40310
  @LegPaymentStreamInitialFixingDateBusinessCenterGrp 40312 40313 40314 40315 40316 40317 @LegPaymentStreamFixingDateBusinessCenterGrp
  40319 40320 40321 40322 40323 40324 40325 @LegPaymentStreamFixingDateGrp
component LegProvisionCashSettlPaymentDates 40516 @LegProvisionCashSettlPaymentDateBusinessCenterGrp 40518 40519 40520 40521 40522 40523
  @LegProvisionCashSettlPaymentFixedDateGrp
component LegProvisionCashSettlValueDates 40524 40525 40526 @LegProvisionCashSettlValueDateBusinessCenterGrp 40528 40529 40530 40531 40532
component LegProvisionOptionExerciseDates 40476 @LegProvisionOptionExerciseBusinessCenterGrp @LegProvisionOptionExerciseFixedDateGrp 40478
  40479 40480 40481 40482 40483 40484 40485 40486 40487 40488 40489 40490 40491 40492 40493 40494
component LegProvisionOptionExpirationDate 40498 40499 @LegProvisionOptionExpirationDateBusinessCenterGrp 40501 40502 40503 40504 40505
  40506 40507
component LegProvisionOptionRelevantUnderlyingDate 40508 40509 @LegProvisionOptionRelevantUnderlyingDateBusinessCenterGrp 40511 40512
  40513 40514 40515
component LegStreamCalculationPeriodDates 41641 41642 40265 @LegStreamCalculationPeriodBusinessCenterGrp
  @LegStreamCalculationPeriodDateGrp 40267 40268 @LegStreamFirstPeriodStartDateBusinessCenterGrp 40270 40271 40272 40273 40274 40275 40276
  41643 41644 41645
component LegStreamEffectiveDate 40249 40250 @LegStreamEffectiveDateBusinessCenterGrp 40252 40253 40254 40255 40256
component LegStreamTerminationDate 40257 40258 @LegStreamTerminationDateBusinessCenterGrp 40260 40261 40262 40263 40264
component PaymentStream 40738 40739 40740 42600 40741 40742 43106 40743 40744 40745 40746 40747 42601 42602 42603 42604 40748 40749 40750
  41180 41181 41182 41183 41184 41185 41186 @PaymentStreamPaymentDates @PaymentStreamResetDates @PaymentStreamFixedRate
  @PaymentStreamFloatingRate 42605 @PaymentStreamCompoundingFloatingRate @PaymentStreamCompoundingDates
  @PaymentStreamNonDeliverableSettlTerms
component PaymentStreamFixedRate 40784 40785 40786 41187 41188 40787 40788 41189 41190 41191
component PaymentStreamFloatingRate 40789 40790 43090 43091 40791 40792 43112 43113 43114 43115 41194 41195 41196 41197 41198 41199 41200
  41201 41202 40793 40794 41203 41204 41205 41206 40795 40796 40797 40798 40799 40800 40801 40802 40803 41207 41208 40804 40805 40806
  40807 41209 41210 42663 42664 42665 41211 41212 42666 41213 41214 41215 41216 41217 @PaymentStreamPricingBusinessCenterGrp
  @PaymentStreamPricingDayGrp @PaymentStreamPricingDateGrp 40808 40809 40810 40811 40812 40813 40814 40815 40816 42667
  @PaymentStreamFormula @DividendConditions 42668 @ReturnRateGrp 42669 42670 42671 42672 42673 42674 42675 42676 42677 42678 42679 42680
  42681 42682
component PaymentStreamNonDeliverableSettlTerms 40817 40818 @PaymentStreamNonDeliverableFixingDatesBusinessCenterGrp 40820 40821 40822
  40823 @PaymentStreamNonDeliverableSettlRateSource @PaymentStreamNonDeliverableFixingDateGrp @SettlRateDisruptionFallbackGrp
component PaymentStreamPaymentDates 40751 @PaymentStreamPaymentDateBusinessCenterGrp @PaymentStreamPaymentDateGrp 40753 40754 40755 40756
  40757 40758 40759 40760 40920 41223 @PaymentStreamFinalPricePaymentDate
component PaymentStreamResetDates 40761 40762 @PaymentStreamResetDateBusinessCenterGrp 40764 40765 40766 40767 40768
  @PaymentStreamInitialFixingDateBusinessCenterGrp 40770 40771 40772 40773 40774 40775 @PaymentStreamFixingDateBusinessCenterGrp 40777
  40778 40779 40780 40781 40782 40783 @PaymentStreamFixingDateGrp
component ProvisionCashSettlPaymentDates 40163 @ProvisionCashSettlPaymentDateBusinessCenterGrp 40165 40166 40167 40168 40169 40170
  @ProvisionCashSettlPaymentFixedDateGrp
component ProvisionCashSettlValueDates 40114 40115 40116 @ProvisionCashSettlValueDateBusinessCenterGrp 40118 40119 40120 40121 40122
component ProvisionOptionExerciseDates 40123 @ProvisionOptionExerciseBusinessCenterGrp @ProvisionOptionExerciseFixedDateGrp 40125 40126
  40127 40128 40129 40130 40131 40132 40133 40134 40135 40136 40137 40138 40139 40140 40141
component ProvisionOptionExpirationDate 40145 40146 @ProvisionOptionExpirationDateBusinessCenterGrp 40148 40149 40150 40151 40152 40153
  40154
component ProvisionOptionRelevantUnderlyingDate 40155 40156 @ProvisionOptionRelevantUnderlyingDateBusinessCenterGrp 40158 40159 40160
  40161 40162
component StreamCalculationPeriodDates 41244 41245 40073 @StreamCalculationPeriodBusinessCenterGrp @StreamCalculationPeriodDateGrp 40075
  40076 @StreamFirstPeriodStartDateBusinessCenterGrp 40078 40079 40080 40081 40082 40083 40084 41246 41247 41248
component StreamEffectiveDate 40907 40908 @StreamEffectiveDateBusinessCenterGrp 40910 40911 40912 40913 40914
component StreamTerminationDate 40065 40066 @StreamTerminationDateBusinessCenterGrp 40068 40069 40070 40071 40072
component UnderlyingPaymentStream 40568 40569 40570 42895 40571 40572 43107 40573 40574 40575 40576 40577 42896 42897 42898 42899 40578
  40579 40580 41897 41898 41899 41900 41901 41902 41903 @UnderlyingPaymentStreamPaymentDates @UnderlyingPaymentStreamResetDates
  @UnderlyingPaymentStreamFixedRate @UnderlyingPaymentStreamFloatingRate 42900 @UnderlyingPaymentStreamCompoundingFloatingRate
  @UnderlyingPaymentStreamCompoundingDates @UnderlyingPaymentStreamNonDeliverableSettlTerms
component UnderlyingPaymentStreamFixedRate 40615 40616 40617 41904 41905 40618 40619 41906 41907 41908
component UnderlyingPaymentStreamFloatingRate 40620 40621 43092 43093 40622 40623 43120 43121 43122 43123 41911 41912 41913 41914 41915
  41916 41917 41918 41919 40624 40625 41920 41921 41922 41923 40626 40627 40628 40629 40630 40631 40632 40633 40634 41924 41925 40635
  40636 40637 40638 41926 41927 42958 42959 42960 41928 41929 42961 41930 41931 41932 41933 41934
  @UnderlyingPaymentStreamPricingBusinessCenterGrp @UnderlyingPaymentStreamPricingDayGrp @UnderlyingPaymentStreamPricingDateGrp 40639
  40640 40641 40642 40643 40644 40645 40646 40647 42962 @UnderlyingPaymentStreamFormula @UnderlyingDividendConditions 42963
  @UnderlyingReturnRateGrp 42964 42965 42966 42967 42968 42969 42970 42971 42972 42973 42974 42975 42976 42977
component UnderlyingPaymentStreamNonDeliverableSettlTerms 40648 40649 @UnderlyingPaymentStreamNonDeliverableFixingDatesBusinessCenterGrp
  40651 40652 40653 40654 @UnderlyingPaymentStreamNonDeliverableSettlRateSource @UnderlyingPaymentStreamNonDeliverableFixingDateGrp
  @UnderlyingSettlRateDisruptionFallbackGrp
component UnderlyingPaymentStreamPaymentDates 40581 @UnderlyingPaymentStreamPaymentDateBusinessCenterGrp
  @UnderlyingPaymentStreamPaymentDateGrp 40583 40584 40585 40586 40587 40588 40589 40590 40591 41940
  @UnderlyingPaymentStreamFinalPricePaymentDate
component UnderlyingPaymentStreamResetDates 40592 40593 @UnderlyingPaymentStreamResetDateBusinessCenterGrp 40595 40596 40597 40598 40599
  @UnderlyingPaymentStreamInitialFixingDateBusinessCenterGrp 40601 40602 40603 40604 40605 40606
  @UnderlyingPaymentStreamFixingDateBusinessCenterGrp 40608 40609 40610 40611 40612 40613 40614 @UnderlyingPaymentStreamFixingDateGrp
component UnderlyingStreamCalculationPeriodDates 41957 41958 40556 @UnderlyingStreamCalculationPeriodBusinessCenterGrp
  @UnderlyingStreamCalculationPeriodDateGrp 40558 40559 @UnderlyingStreamFirstPeriodStartDateBusinessCenterGrp 40561 40562 40563 40564
  40565 40566 40567 41959 41960 41961
component UnderlyingStreamEffectiveDate 40057 40058 @UnderlyingStreamEffectiveDateBusinessCenterGrp 40060 40061 40062 40063 40064
component UnderlyingStreamTerminationDate 40548 40549 @UnderlyingStreamTerminationDateBusinessCenterGrp 40551 40552 40553 40554 40555
component DateAdjustment 40921 @BusinessCenterGrp 40922
component LegDateAdjustment 40925 @LegBusinessCenterGrp 40926
component UnderlyingDateAdjustment 40964 @UnderlyingBusinessCenterGrp 40965
component LegPaymentStreamNonDeliverableSettlRateSource 40087 40228
component LegSettlRateFallbackRateSource 40366 40370
component PaymentStreamNonDeliverableSettlRateSource 40371 40372
component SettlRateFallbackRateSource 40373 40655
component UnderlyingPaymentStreamNonDeliverableSettlRateSource 40661 40824
component UnderlyingSettlRateFallbackRateSource 40904 40915
component ProvisionCashSettlQuoteSource 40112 41406
component LegProvisionCashSettlQuoteSource 40470 41407
component ComplexEventRelativeDate 41020 41021 41022 41023 41024 41025 @ComplexEventDateBusinessCenterGrp 41026 41027 41028
component DeliveryStream 41058 @DeliveryStreamCommoditySourceGrp 41059 41060 41061 41062 42192 42193 41063 41064 41065 41066 41067 41218
  @DeliveryStreamCycleGrp 41068 41069 41070 41071 41072 41073 41074 41075 41076 41077 41078 41079 41080 43094
component MarketDisruption 41087 @MarketDisruptionEventGrp 41088 @MarketDisruptionFallbackGrp @MarketDisruptionFallbackReferencePriceGrp
  41089 41090 41091
component OptionExercise 41106 41107 41108 41109 41110 41111 41112 41113 41114 41115 42590 @SettlMethodElectionDate @OptionExerciseDates
  @OptionExerciseExpiration @OptionExerciseMakeWholeProvision
component OptionExerciseDates 41118 @OptionExerciseBusinessCenterGrp @OptionExerciseDateGrp 41119 41120 41121 41122 41123 41124 41125
  41126 41127 41128 41129 41130 41131 41132 41133 41134 41135 41136
component OptionExerciseExpiration 41142 @OptionExerciseExpirationDateBusinessCenterGrp @OptionExerciseExpirationDateGrp 41143 41144 41145
  41146 41147 41148 41149 41150 41151
component PricingDateTime 41232 41233 @PricingDateBusinessCenterGrp 41234 41235 41236
component StreamCommodity 41251 41252 41253 41254 @StreamCommodityAltIDGrp 41255 41256 41257 42587 @StreamAssetAttributeGrp 41258 41259
  41260 41261 41262 41263 41264 @StreamCommodityDataSourceGrp 41265 41266 41267 41268 41269 @StreamCommoditySettlBusinessCenterGrp 41270
  41271 41272 41273 41274 @StreamCommoditySettlPeriodGrp 41275 41276
component LegComplexEventRelativeDate 41389 41390 41391 41392 41393 41394 @LegComplexEventDateBusinessCenterGrp 41395 41396 41397
component LegDeliveryStream 41429 @LegDeliveryStreamCommoditySourceGrp 41430 41431 41432 41433 42194 42195 41434 41435 41436 41437 41438
  41219 @LegDeliveryStreamCycleGrp 41439 41440 41441 41442 41443 41444 41445 41446 41447 41448 41449 41450 41451 43095
component LegMarketDisruption 41462 @LegMarketDisruptionEventGrp 41463 @LegMarketDisruptionFallbackGrp
  @LegMarketDisruptionFallbackReferencePriceGrp 41464 41465 41466
component LegOptionExercise 41481 41482 41483 41484 41485 41486 41487 41488 41489 41490 42391 @LegSettlMethodElectionDate
  @LegOptionExerciseDates @LegOptionExerciseExpiration @LegOptionExerciseMakeWholeProvision
component LegOptionExerciseDates 41493 @LegOptionExerciseBusinessCenterGrp @LegOptionExerciseDateGrp 41494 41495 41496 41497 41498 41499
  41500 41501 41502 41503 41504 41505 41506 41507 41508 41509 41510 41511
component LegOptionExerciseExpiration 41517 @LegOptionExerciseExpirationDateBusinessCenterGrp @LegOptionExerciseExpirationDateGrp 41518
  41519 41520 41521 41522 41523 41524 41525 41526
component LegPricingDateTime 41609 41610 @LegPricingDateBusinessCenterGrp 41611 41612 41613
component LegStreamCommodity 41648 41649 41650 41651 @LegStreamCommodityAltIDGrp 41652 41653 41654 42588 @LegStreamAssetAttributeGrp 41655
  41656 41657 41658 41659 41660 41661 @LegStreamCommodityDataSourceGrp 41662 41663 41664 41665 41666
  @LegStreamCommoditySettlBusinessCenterGrp 41667 41668 41669 41670 41671 @LegStreamCommoditySettlPeriodGrp 41672 41673
component UnderlyingComplexEventRelativeDate 41739 41740 41741 41742 41743 41744 @UnderlyingComplexEventDateBusinessCenterGrp 41745 41746
  41747
component UnderlyingDeliveryStream 41777 @UnderlyingDeliveryStreamCommoditySourceGrp 41778 41779 41780 41781 42196 42197 41782 41783 41784
  41785 41786 41587 @UnderlyingDeliveryStreamCycleGrp 41787 41788 41789 41790 41791 41792 41793 41794 41795 41796 41797 41798 41799 43096
component UnderlyingOptionExercise 41810 41811 41812 41813 41814 41815 41816 41817 41818 41819 42887 @UnderlyingSettlMethodElectionDate
  @UnderlyingOptionExerciseDates @UnderlyingOptionExerciseExpiration @UnderlyingOptionExerciseMakeWholeProvision
component UnderlyingOptionExerciseDates 41822 @UnderlyingOptionExerciseBusinessCenterGrp @UnderlyingOptionExerciseDateGrp 41823 41824
  41825 41826 41827 41828 41829 41830 41831 41832 41833 41834 41835 41836 41837 41838 41839 41840
component UnderlyingOptionExerciseExpiration 41846 @UnderlyingOptionExerciseExpirationDateBusinessCenterGrp
  @UnderlyingOptionExerciseExpirationDateGrp 41847 41848 41849 41850 41851 41852 41853 41854 41855
component UnderlyingMarketDisruption 41859 @UnderlyingMarketDisruptionEventGrp 41860 @UnderlyingMarketDisruptionFallbackGrp
  @UnderlyingMarketDisruptionFallbackReferencePriceGrp 41861 41862 41863
component UnderlyingPricingDateTime 41949 41950 @UnderlyingPricingDateBusinessCenterGrp 41951 41952 41953
component UnderlyingStreamCommodity 41964 41965 41966 41967 @UnderlyingStreamCommodityAltIDGrp 41968 41969 41970 42589
  @UnderlyingStreamAssetAttributeGrp 41971 41972 41973 41974 41975 41976 41977 @UnderlyingStreamCommodityDataSourceGrp 41978 41979 41980
  41981 41982 @UnderlyingStreamCommoditySettlBusinessCenterGrp 41983 41984 41985 41986 41987 @UnderlyingStreamCommoditySettlPeriodGrp
  41988 41989
component UnderlyingProvisionCashSettlPaymentDates 42092 @UnderlyingProvisionCashSettlPaymentDateBusinessCenterGrp 42093 42094 42095 42096
  42097 42098 @UnderlyingProvisionCashSettlPaymentFixedDateGrp
component UnderlyingProvisionCashSettlQuoteSource 42102 42103
component UnderlyingProvisionCashSettlValueDates 42104 42105 42106 @UnderlyingProvisionCashSettlValueDateBusinessCenterGrp 42107 42108
  42109 42110 42111
component UnderlyingProvisionOptionExerciseDates 42115 @UnderlyingProvisionOptionExerciseBusinessCenterGrp
  @UnderlyingProvisionOptionExerciseFixedDateGrp 42116 42117 42118 42119 42120 42121 42122 42123 42124 42125 42126 42127 42128 42129 42130
  42131 42132
component UnderlyingProvisionOptionExpirationDate 42133 42134 @UnderlyingProvisionOptionExpirationDateBusinessCenterGrp 42135 42136 42137
  42138 42139 42140 42141
component UnderlyingProvisionOptionRelevantUnderlyingDate 42142 42143 @UnderlyingProvisionOptionRelevantUnderlyingDateBusinessCenterGrp
  42144 42145 42146 42147 42148
component MDStatisticParameters 2456! 2457! 2458 2459 2454 2455 2481 2482 264 2460 2461 2462 2463 2464! 2465 2466 2467 2468 2469 2470 2471
  2472 @NestedParties 2584 1815 40 59 276 277 54 578 336 625 1024 2711 338 1022 1629 1916 1057
component LegFinancingDetails 2497 2498 2499 2496 2495 2953 2511 2510 2512 2509 2500 @LegFinancingContractualDefinitionsGrp
  @LegFinancingTermSupplementGrp @LegFinancingContractualMatrixGrp 2502 2501 2503 2507 2505 2494 2493 2514 2513 2506 2504 2508
component CashSettlDate 42207 42208 @CashSettlDateBusinessCenterGrp 42209 42210 42211 42212 42213
component DividendAccrualFloatingRate 42218 42219 42220 42221 42222 42223 42224 42225 42226 42227 42228 42229 42230 42231 42232 42233
  42234 42235
component DividendAccrualPaymentDate 42238 42239 42240 42241 42242 42243 @DividendAccrualPaymentDateBusinessCenterGrp 42244
component DividendConditions 42245 42246 42247 42248 @DividendPeriodGrp 42249 42250 42251 42252 @DividendFXTriggerDate
  @DividendAccrualFloatingRate 42253 @DividendAccrualPaymentDate 42254 42255 42256 42257 42258 42259 42260 42261 42262 42263 42264
component DividendFXTriggerDate 42265 42266 42267 42268 42269 42270 @DividendFXTriggerDateBusinessCenterGrp 42271
component LegCashSettlDate 42299 42300 @LegCashSettlDateBusinessCenterGrp 42301 42302 42303 42304 42305
component LegDividendAccrualFloatingRate 42312 42313 42314 42315 42316 42317 42318 42319 42320 42321 42322 42323 42324 42325 42326 42327
  42328 42329
component LegDividendAccrualPaymentDate 42330 42331 42332 42333 42334 42335 @LegDividendAccrualPaymentDateBusinessCenterGrp 42336
component LegDividendConditions 42337 42338 42339 42340 @LegDividendPeriodGrp 42341 42342 42343 42344 @LegDividendFXTriggerDate
  @LegDividendAccrualFloatingRate 42345 @LegDividendAccrualPaymentDate 42346 42347 42348 42349 42350 42351 42352 42353 42354 42355 42356
component LegDividendFXTriggerDate 42357 42358 42359 42360 42361 42362 @LegDividendFXTriggerDateBusinessCenterGrp 42363
component LegOptionExerciseMakeWholeProvision 42392 42393 42394 42395 42396 42397 42398
component LegPaymentStreamCompoundingDates 42408 @LegPaymentStreamCompoundingDatesBusinessCenterGrp @LegPaymentStreamCompoundingDateGrp
  42409 42410 42411 42412 42413 @LegPaymentStreamCompoundingStartDate @LegPaymentStreamCompoundingEndDate 42414 42415 42416 42417 42418
component LegPaymentStreamCompoundingEndDate 42421 42422 42423 42424 42425 42426
component LegPaymentStreamCompoundingFloatingRate 42427 42428 42429 42430 42431 42432 42433 42434 42435 42436 42437 42438 42439 42440
  42441 42442 42443 42444
component LegPaymentStreamCompoundingStartDate 42445 42446 42447 42448 42449 42450
component LegPaymentStreamFormulaImage 42451 42452
component LegPaymentStreamFinalPricePaymentDate 42453 42454 42455 42456 42457 42458
component LegPaymentStreamFormula 42482 42483 42484 @LegPaymentStreamFormulaMathGrp @LegPaymentStreamFormulaImage
component LegPaymentStubEndDate 42488 42489 @LegPaymentStubEndDateBusinessCenterGrp 42490 42491 42492 42493 42494
component LegPaymentStubStartDate 42497 42498 @LegPaymentStubStartDateBusinessCenterGrp 42499 42500 42501 42502 42503
component LegSettlMethodElectionDate 42574 42575 @LegSettlMethodElectionDateBusinessCenterGrp 42576 42577 42578 42579 42580
component OptionExerciseMakeWholeProvision 42591 42592 42593 42594 42595 42596 42597
component PaymentStreamCompoundingDates 42609 @PaymentStreamCompoundingDatesBusinessCenterGrp @PaymentStreamCompoundingDateGrp 42610 42611
  42612 42613 42614 @PaymentStreamCompoundingStartDate @PaymentStreamCompoundingEndDate 42615 42616 42617 42618 42619
component PaymentStreamCompoundingEndDate 42622 42623 42624 42625 42626 42627
component PaymentStreamCompoundingFloatingRate 42628 42629 42630 42631 42632 42633 42634 42635 42636 42637 42638 42639 42640 42641 42642
  42643 42644 42645
component PaymentStreamCompoundingStartDate 42646 42647 42648 42649 42650 42651
component PaymentStreamFormulaImage 42652 42653
component PaymentStreamFinalPricePaymentDate 42654 42655 42656 42657 42658 42659
component PaymentStreamFormula 42686 42687 42688 @PaymentStreamFormulaMathGrp @PaymentStreamFormulaImage
component PaymentStubEndDate 42689 42690 @PaymentStubEndDateBusinessCenterGrp 42691 42692 42693 42694 42695
component PaymentStubStartDate 42698 42699 @PaymentStubStartDateBusinessCenterGrp 42700 42701 42702 42703 42704
component SettlMethodElectionDate 42777 42778 @SettlMethodElectionDateBusinessCenterGrp 42779 42780 42781 42782 42783
component UnderlyingCashSettlDate 42790 42791 @UnderlyingCashSettlDateBusinessCenterGrp 42792 42793 42794 42795 42796
component UnderlyingDividendAccrualFloatingRate 42801 42802 42803 42804 42805 42806 42807 42808 42809 42810 42811 42812 42813 42814 42815
  42816 42817 42818
component UnderlyingDividendAccrualPaymentDate 42819 42820 42821 42822 42823 42824 @UnderlyingDividendAccrualPaymentDateBusinessCenterGrp
  42825
component UnderlyingDividendConditions 42826 42827 42828 42829 @UnderlyingDividendPeriodGrp 42830 42831 42832 42833
  @UnderlyingDividendFXTriggerDate @UnderlyingDividendAccrualFloatingRate 42834 @UnderlyingDividendAccrualPaymentDate 42835 42836 42837
  42838 42839 42840 42841 42842 42843 42844 42845
component UnderlyingDividendFXTriggerDate 42846 42847 42848 42849 42850 42851 @UnderlyingDividendFXTriggerDateBusinessCenterGrp 42852
component UnderlyingDividendPayout 42860 42861 @UnderlyingDividendPaymentGrp
component UnderlyingOptionExerciseMakeWholeProvision 42888 42889 42890 42891 42892 42893 42894
component UnderlyingPaymentStreamCompoundingDates 42904 @UnderlyingPaymentStreamCompoundingDatesBusinessCenterGrp
  @UnderlyingPaymentStreamCompoundingDateGrp 42905 42906 42907 42908 42909 @UnderlyingPaymentStreamCompoundingStartDate
  @UnderlyingPaymentStreamCompoundingEndDate 42910 42911 42912 42913 42914
component UnderlyingPaymentStreamCompoundingEndDate 42917 42918 42919 42920 42921 42922
component UnderlyingPaymentStreamCompoundingFloatingRate 42923 42924 42925 42926 42927 42928 42929 42930 42931 42932 42933 42934 42935
  42936 42937 42938 42939 42940
component UnderlyingPaymentStreamCompoundingStartDate 42941 42942 42943 42944 42945 42946
component UnderlyingPaymentStreamFormulaImage 42947 42948
component UnderlyingPaymentStreamFinalPricePaymentDate 42949 42950 42951 42952 42953 42954
component UnderlyingPaymentStreamFormula 42978 42979 42980 @UnderlyingPaymentStreamFormulaMathGrp @UnderlyingPaymentStreamFormulaImage
component UnderlyingPaymentStubEndDate 42984 42985 @UnderlyingPaymentStubEndDateBusinessCenterGrp 42986 42987 42988 42989 42990
component UnderlyingPaymentStubStartDate 42993 42994 @UnderlyingPaymentStubStartDateBusinessCenterGrp 42995 42996 42997 42998 42999
component UnderlyingRateSpreadSchedule 43004 @UnderlyingRateSpreadStepGrp
component UnderlyingSettlMethodElectionDate 43076 43077 @UnderlyingSettlMethodElectionDateBusinessCenterGrp 43078 43079 43080 43081 43082
component FloatingRateIndex 2731 2732 2730 2728 2729
component AveragePriceDetail 2763 2764 2765
component PostTradePayment 2824! 2817! 2818 2956 2825! 2826! 2827 2819! 2816! 2821 2820 2815 2814 2822 2823
component LegStipulations 683( 688 689 )
component NestedParties 539( 524 525 538 2384 @NstdPtysSubGrp )
component Parties 453( 448 447 452 2376 @PtysSubGrp )
component PositionAmountData 753( 707 708 2096 1055 2937 2097 2098 1585 2099 2100 2876 2877 )
component PositionQty 702( 703 704 705 1654 706 976 1836 1835 2936 @NestedParties )
component SettlParties 781( 782 783 784 2389 @SettlPtysSubGrp )
component Stipulations 232( 233 234 )
component TrdRegTimestamps 768( 769 770 771 2839 1033 1034 1035 1727 2831 2832 2833 2834 )
component UnderlyingStipulations 887( 888 889 )
component NestedParties2 756( 757 758 759 2381 @NstdPtys2SubGrp )
component NestedParties3 948( 949 950 951 2382 @NstdPtys3SubGrp )
component AffectedOrdGrp 534( 1824 535 536 )
component AllocAckGrp 78( 79 661 366 1047 467 1593 1729 1832 2727 @AllocRegulatoryTradeIDGrp 776 @NestedParties 209 161 360 361 1732 1733
  1734 989 993 992 80 2515 1752 1753 1754 1755 2770 2769 )
component AllocGrp 78( 79 661 573 366 80 2515 1752 1753 1754 1755 467 1729 1593 2727 @AllocRegulatoryTradeIDGrp 81 989 1002 1735 993 1047
  992 @NestedParties 208 209 161 360 361 1732 1733 1734 @CommissionData @AllocCommissionDataGrp 153 154 119 2300 737 120 736 2927 155 156
  742 741 @MiscFeesGrp @ClrInstGrp 635 780 @SettlInstructionsData 2392 2393 2483 2761 2770 2769 @TradeAllocAmtGrp )
component BidCompReqGrp 420( 66 54 336 625 430 63 64 1 660 )
component BidCompRspGrp 420( @CommissionData! 66 421 54 44 423 406 430 63 64 336 625 58 354 355 )
component BidDescReqGrp 398( 399 400 401 404 441 402 403 405 406 407 408 )
component ClrInstGrp 576( 577 )
component CollInqQualGrp 938( 896 )
component CompIDReqGrp 936( 930 931 283 284 )
component CompIDStatGrp 936( 930! 931 283 284 928! 929 )
component ContAmtGrp 518( 519 520 521 )
component ContraGrp 382( 375 337 437 438 655 )
component CpctyConfGrp 862( 528! 529 863 )
component ExecAllocGrp 124( 32 17 527 31 669 29 1003 1041 880 2749 2524 @TrdRegPublicationGrp @TradePriceConditionGrp )
component ExecCollGrp 124( 17 )
component InstrmtGrp 146( @Instrument @InstrumentExtension @FinancingDetails @RelatedInstrumentGrp )
component InstrmtLegExecGrp 555( @InstrumentLeg 685 687 2346 690 @LegStipulations 1366 @LegPreAllocGrp 2680 1817 564 565 @NestedParties3
  654 587 588 637 675 2900 1073 1074 1075 1689 1379 1381 1383 1384 1418 2421 )
component InstrmtLegGrp 555( @InstrumentLeg @LegFinancingDetails )
component InstrmtLegIOIGrp 555( @InstrumentLeg 682 @LegStipulations )
component InstrmtLegSecListGrp 555( @InstrumentLeg 690 587 @LegStipulations @LegBenchmarkCurveData )
component InstrmtMDReqGrp 146( @Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @RelatedInstrumentGrp
  @SpreadOrBenchmarkCurveData 15 2897 537 63 64 271 1500 )
component InstrmtStrkPxGrp 428( @Instrument! @UndInstrmtGrp 140 11 526 54 44 15 2897 58 354 355 )
component IOIQualGrp 199( 104 )
component LegOrdGrp 555( @InstrumentLeg 685 687 690 @LegStipulations 1366 @LegPreAllocGrp 2680 1817 564 565 @NestedParties 654 587 588 675
  2900 1379 1381 1383 1384 1689 )
component LegPreAllocGrp 670( 671 672 @NestedParties2 673 674 1367 2928 1756 1757 1758 1759 )
component LegQuotGrp 555( @InstrumentLeg 685 687 2346 690 587 588 @LegStipulations @NestedParties 686 681 684 @LegBenchmarkCurveData 654
  1067 1068 )
component LegQuotStatGrp 555( @InstrumentLeg 685 687 2346 690 587 588 @LegStipulations @NestedParties )
component LinesOfTextGrp 33( 58! 354 355 )
component ListOrdGrp 73( 11! 526 67! 583 160 @Parties 229 75 1 660 581 589 590 70 591 @PreAllocGrp 63 64 544 635 21 18 110 1089 1090
  @DisplayInstruction 111 100 1133 @TrdgSesGrp 81 @Instrument! @UndInstrmtGrp 140 54! 2102 1688 401 114 60 @Stipulations 854
  @OrderQtyData! 40 423 44 1092 99 @TriggeringInstruction @SpreadOrBenchmarkCurveData @YieldData 15 2897 376 2404 2351 2352 377 23 117
  1080 1081 59 168 432 126 427 1629 1916 @CommissionData @CommissionDataGrp 528 529 1091 582 @OrderAttributeGrp 121 120 2899 775 58 354
  355 193 192 640 77 203 210 @PegInstructions @DiscretionInstructions 847 @StrategyParametersGrp 848 849 494 1028 )
component MDFullGrp 268( 269! 278 270 423 @PriceQualifierGrp 819 @YieldData @SpreadOrBenchmarkCurveData 40 15 2897 120 2899 @RateSource
  271 @SecSizesGrp 1093 272 273 274 275 336 625 326 327 2447 2705 276 277 @TradePriceConditionGrp 2961 2667 282 283 284 286 59 432 126
  1629 1916 110 18 287 37 198 299 1003 1851 288 289 2449 2450 346 290 546 811 828 829 855 2896 1934 2963 2405 574 1115 1390
  @TrdRegPublicationGrp 2373 570 @RelatedTradeGrp 58 354 355 1023 528 1024 332 333 1025 31 1592 1020 @PriceLimits 1143 731 2451 63 64 1070
  83 1048 1026 1027 @Parties 2445 2446 654 )
component MDIncGrp 268( 279! 285 1173 264 269 278 280 1500 @Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp
  @InstrmtLegGrp @RelatedInstrumentGrp 291 292 270 423 @PriceQualifierGrp 819 @YieldData @SpreadOrBenchmarkCurveData 40 15 2897 120 2899
  @RateSource 271 @SecSizesGrp 1093 272 273 274 275 336 625 326 327 2447 2705 276 277 @TradePriceConditionGrp 2961 2667 1934 2963 828 829
  855 2896 2405 574 1115 1390 @TrdRegPublicationGrp 2373 570 @RelatedTradeGrp 282 283 284 286 59 432 126 1629 1916 110 18 287 37 198 299
  1003 1851 288 289 2449 2450 346 290 546 811 451 58 354 355 1023 528 1024 332 333 1025 31 1592 1020 @PriceLimits 1143 731 2451 63 64 483
  60 2445 2446 1070 83 1048 1026 1027 @StatsIndGrp @Parties )
component MDReqGrp 267( 269! )
component MDRjctGrp 816( 817 )
component MiscFeesGrp 136( 137 138 139 2712 @MiscFeesSubGrp 891 2216 2217 2713 )
component OrdAllocGrp 73( 11 37 198 526 66 @NestedParties2 38 799 800 40 )
component OrdListStatGrp 73( 11 37 526 14! 39! 636 151! 84! 6! 103 58 354 355 )
component PosUndInstrmtGrp 711( @UnderlyingInstrument 732 733 1037 @UnderlyingAmount )
component PreAllocGrp 78( 79 661 736 2927 467 2727 @NestedParties 209 80 1752 1753 1754 1755 )
component PreAllocMlegGrp 78( 79 661 736 2927 467 2727 @NestedParties3 80 1752 1753 1754 1755 )
component QuotCxlEntriesGrp 295( @Instrument @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp )
component QuotEntryAckGrp 295( 299 @Instrument @InstrmtLegGrp 132 133 134 135 62 188 190 189 191 631 632 633 634 60 336 625 64 40 193 192
  642 643 15 2897 775 528 529 1167 368 )
component QuotEntryGrp 295( 299! @Instrument @InstrmtLegGrp 132 133 1749 1750 134 135 62 188 190 189 191 631 632 633 634 60 336 625 64 40
  193 192 642 643 15 2897 775 528 529 )
component QuotQualGrp 735( 695 )
component QuotReqGrp 146( @Instrument! @FinancingDetails @UndInstrmtGrp 140 303 117 1751 537 336 625 229 1913 54 854 @OrderQtyData 110 63
  64 193 192 15 2897 120 2899 @RateSource @Stipulations 1 660 581 @QuotReqLegsGrp @QuotQualGrp 828 2347 @RegulatoryTradeIDGrp 2115 692
  @PriceQualifierGrp 40 62 126 1914 1915 1629 1916 60 @SpreadOrBenchmarkCurveData 423 44 631 640 @YieldData @Parties 1937 2374 2372 2371
  443 )
component QuotReqLegsGrp 555( @InstrumentLeg 685 687 2346 690 587 588 @LegStipulations @NestedParties @LegBenchmarkCurveData 654 )
component QuotReqRjctGrp 146( @Instrument! @FinancingDetails @UndInstrmtGrp 140 303 537 336 625 229 54 854 @OrderQtyData 63 64 193 192 15
  2897 @Stipulations 1 660 581 @QuotReqLegsGrp @QuotQualGrp 2115 692 @PriceQualifierGrp 40 126 60 @SpreadOrBenchmarkCurveData 423 44 640
  @YieldData @Parties 443 )
component QuotSetAckGrp 296( 302 @UnderlyingInstrument 367 304 1168 1169 1170 893 @QuotEntryAckGrp )
component QuotSetGrp 296( 302! @UnderlyingInstrument 367 304! 893 @QuotEntryGrp! )
component RelSymDerivSecGrp 146( @Instrument @SecondaryPriceLimits 15 2897 292 @InstrumentExtension @InstrmtLegGrp 1504 1606 58 354 355 )
component RFQReqGrp 146( @Instrument! @UndInstrmtGrp @InstrmtLegGrp 140 303 537 336 625 )
component RgstDistInstGrp 510( 477 512 478 498 499 500 501 502 )
component RgstDtlsGrp 473( 509 511 474 482 @NestedParties 522 486 475 )
component RoutingGrp 215( 216 217 )
component SecListGrp 146( @Instrument @InstrumentExtension @SecurityClassificationGrp @FinancingDetails @SecurityTradingRules @StrikeRules
  @UndInstrmtGrp 15 2897 @Stipulations @InstrmtLegSecListGrp @RelatedInstrumentGrp @SpreadOrBenchmarkCurveData @YieldData
  @PriceMovementGrp 1504 1606 58 354 355 )
component SecTypesGrp 558( 167 762 460 461 2891 60 )
component SettlInstGrp 778( 162 163 214 @Parties 54 460 167 461 2891 120 2899 168 126 779 @SettlInstructionsData 492 476 488 489 503 490
  491 504 505 )
component SideCrossOrdCxlGrp 552( 54! 41 11! 526 583 586 @Parties 229 75 @OrderQtyData! 376 2404 2351 2352 58 354 355 )
component SideCrossOrdModGrp 552( 54! 2102 41 11! 526 583 586 @Parties @SideCrossLegGrp 1690 229 75 1 660 581 589 590 591 70 @PreAllocGrp
  854 @OrderQtyData! @CommissionData @CommissionDataGrp 528 529 1724 1725 1726 2883 1091 582 121 120 2899 775 58 354 355 1816 77 203 544
  635 377 659 962 )
component TrdAllocGrp 78( 79 661 736 2927 467 1593 2727 @AllocRegulatoryTradeIDGrp 1729 @NestedParties2 209 80 2515 1752 1753 1754 1755
  993 1002 989 1136 @TradeAllocAmtGrp 1840 1735 161 360 361 1732 1733 1734 2392 2393 @AllocCommissionDataGrp )
component TrdCapRptSideGrp 552( 54! 2102 1427 1428 1429 1009 1597 1599 1598 1005 1506 1507 1006 1007 83 1008 430 1154 2901 1155 2902
  @Parties @PartyDetailGrp 1 660 581 522 @LimitAmts 81 575 @ClrInstGrp 635 @SideRegulatoryTradeIDGrp 2671 2418 578 579 376 2404 2351 2352
  377 582 336 625 943 2356 @CommissionData @CommissionDataGrp 157 230 158 159 738 920 921 922 238 237 118 119 155 156 77 58 354 355 752
  @ContAmtGrp @Stipulations @MiscFeesGrp 825 826 1848 1730 2771 2759 2767 1853 1854 1852 591 70 @TrdAllocGrp @SideTrdRegTS @SettlDetails
  1072 1057 1139 1690 1115 1444 1851 @TradeReportOrderDetail 1031 1032 @TradePositionQty @RelatedTradeGrp @RelatedPositionGrp 1980 2344 29
  2334 2335 2361 @SideCollateralAmountGrp )
component TrdCollGrp 897( 571 818 )
component TrdInstrmtLegGrp 555( @InstrumentLeg @LegFinancingDetails @LegPositionAmountData 685 687 2346 690 990 1152 @LegStipulations 2680
  1817 564 565 @NestedParties 654 587 588 637 686 675 2900 1073 1074 1075 1689 1379 1381 1383 1384 1418 1591 2358 2357 2360 2359
  @TradeCapLegUnderlyingsGrp 2492 )
component TrdgSesGrp 386( 336 625 )
component UndInstrmtCollGrp 711( @UnderlyingInstrument 944 )
component UndInstrmtGrp 711( @UnderlyingInstrument )
component TrdCapDtGrp 580( 75 779 60 )
component EvntGrp 864( 865 866 1145 1827 1826 2340 867 868 1578 1579 )
component SecAltIDGrp 454( 455 456 2957 )
component LegSecAltIDGrp 604( 605 606 2958 )
component UndSecAltIDGrp 457( 458 459 2959 )
component AttrbGrp 870( 871 872 )
component DlvyInstGrp 85( 165 787 @SettlParties )
component SettlPtysSubGrp 801( 785 786 )
component PtysSubGrp 802( 523 803 )
component NstdPtysSubGrp 804( 545 805 )
component HopGrp 627( 628 629 630 )
component NstdPtys2SubGrp 806( 760 807 )
component NstdPtys3SubGrp 952( 953 954 )
component StrategyParametersGrp 957( 958 959 960 )
component SecLstUpdRelSymGrp 146( 1324 @Instrument @InstrumentExtension @FinancingDetails @SecurityTradingRules @StrikeRules
  @UndInstrmtGrp 15 2897 @Stipulations @SecLstUpdRelSymsLegGrp @RelatedInstrumentGrp @SpreadOrBenchmarkCurveData @YieldData 1504 58 354
  355 )
component SecLstUpdRelSymsLegGrp 555( @InstrumentLeg 690 587 @LegStipulations @LegBenchmarkCurveData )
component UnderlyingAmount 984( 985 986 987 988 )
component ExpirationQty 981( 982 983 )
component InstrumentParties 1018( 1019 1050 1051 2378 @InstrumentPtysSubGrp )
component InstrumentPtysSubGrp 1052( 1053 1054 )
component SideTrdRegTS 1016( 1012 1013 1014 )
component TrdCapRptAckSideGrp 552( 54! 1427 1506 1507 1428 1429 @Parties 1 660 581 @LimitAmts 81 575 @ClrInstGrp 2671 578 579 376 2404
  2351 2352 377 582 336 625 943 430 1154 2901 1155 2902 @CommissionData @CommissionDataGrp 157 230 158 159 738 920 921 922 238 237 118 119
  155 156 77 752 @ContAmtGrp @Stipulations @MiscFeesGrp 825 @SettlDetails 826 1730 2771 2759 2767 1853 1854 1852 591 70 @TrdAllocGrp 1072
  1057 1009 1005 1006 1007 83 1008 1115 1851 @TradeReportOrderDetail @SideTrdRegTS 1031 1032 @RelatedTradeGrp @RelatedPositionGrp 2344 )
component UndlyInstrumentParties 1058( 1059 1060 1061 2391 @UndlyInstrumentPtysSubGrp )
component UndlyInstrumentPtysSubGrp 1062( 1063 1064 )
component RootParties 1116( 1117 1118 1119 2388 @RootSubParties )
component RootSubParties 1120( 1121 1122 )
component TrdSessLstGrp 386( 336! 625 1327 207 1301 1300 1326 338 339 325 340! 567 341 342 343 344 345 387 @TradingSessionRules 60 58 354
  355 )
component MsgTypeGrp 384( 372 385 1130 1406 1131 1410 )
component SettlDetails 1158( 1164 169 170 171 @SettlParties )
component SettlObligationInstructions 1165( 430 1161 1162 1163 1157 119 15 2897 120 2899 155 64 @Instrument @Parties 168 126 779
  @SettlDetails )
component SecSizesGrp 1177( 1178 1179 )
component StatsIndGrp 1175( 1176 )
component TickRules 1205( 1206 1207 1208 1209 2571 1830 1831 )
component StrikeRules 1201( 1223 1202 1203 1204 1304 @MaturityRules )
component MaturityRules 1236( 1222 1303 1302 1241 1226 1229 )
component MarketDataFeedTypes 1141( 1022 1683 264 2563 2564 2565 2566 1021 1173 2567 2568 )
component LotTypeRules 1234( 1093 1231 )
component MatchRules 1235( 1142 574 2569 2570 )
component ExecInstRules 1232( 1308 )
component TimeInForceRules 1239( 59 )
component OrdTypeRules 1237( 40 )
component TradingSessionRulesGrp 1309( 336 625 @TradingSessionRules )
component MarketSegmentGrp 1310( 1301 1300 @SecurityTradingRules @StrikeRules )
component DerivativeInstrumentPartySubIDsGrp 1296( 1297 1298 )
component DerivativeInstrumentParties 1292( 1293 1294 1295 2377 @DerivativeInstrumentPartySubIDsGrp )
component DerivativeInstrumentAttribute 1311( 1313 1314 )
component NestedInstrumentAttribute 1312( 1210 1211 )
component DerivativeSecurityAltIDGrp 1218( 1219 1220 )
component DerivativeEventsGrp 1286( 1287 1288 1289 1290 1291 )
component RelSymDerivSecUpdGrp 146( 1324 292 @Instrument @InstrumentExtension @SecondaryPriceLimits 15 2897 @InstrmtLegGrp 1504 58 354 355
  )
component UnderlyingLegSecurityAltIDGrp 1334( 1335 1336 )
component TradeCapLegUnderlyingsGrp 1342( @UnderlyingLegInstrument )
component UsernameGrp 809( 553 )
component NotAffectedOrdGrp 1370( 1372 1371 1825 2677 )
component FillsGrp 1362( 1363 1364 1365 2673 2674 1443 1622 1623 @NestedParties4 )
component TrdRepIndicatorsGrp 1387( 1388 1389 )
component ApplIDRequestGrp 1351( 1355 1433 1182 1183 @NestedParties )
component ApplIDRequestAckGrp 1351( 1355 1433 1182 1183 1357 1354 @NestedParties )
component ApplIDReportGrp 1351( 1355 1399 1357 )
component NstdPtys4SubGrp 1413( 1412 1411 )
component NestedParties4 1414( 1415 1416 1417 2383 @NstdPtys4SubGrp )
component RateSource 1445( 1446 1447 1448 2412 2796 )
component TargetParties 1461( 1462 1463 1464 1818 @TargetPtysSubGrp )
component NewsRefGrp 1475( 1476 1477 )
component ComplexEvents 1483( 1484 2117 2118 2119 1485 2120 2121 2122 2941 1486 2123 1487 1488 1489 1490 @ComplexEventDates 2124 2942 2125
  2943 2126 2127 2407 2408 2128 2129 2130 2131 2132 @ComplexEventRateSourceGrp @ComplexEventRelativeDate @ComplexEventPeriodGrp 2133 2134
  2135 2136 2137 @ComplexEventCreditEventSourceGrp @ComplexEventCreditEventGrp 2597 2598 2599 2138 2139 )
component ComplexEventDates 1491( 1492 1493 @ComplexEventTimes )
component ComplexEventTimes 1494( 1495 1496 )
component StrmAsgnReqGrp 1499( @Parties @StrmAsgnReqInstrmtGrp )
component StrmAsgnRptGrp 1499( @Parties @StrmAsgnRptInstrmtGrp )
component StrmAsgnReqInstrmtGrp 146( @Instrument 63 271 1500 )
component StrmAsgnRptInstrmtGrp 146( @Instrument 63 1617 1500 1502 58 354 355 )
component MatchingInstructions 1624( 1625 1673 1626 1627 )
component LimitAmts 1630( 1631 1632 1633 2394 2395 1634 2935 2396 )
component MarginReqmtInqQualGrp 1636( 1637 )
component MarginAmount 1643( 1645 1644 1646 2088 2089 1714 1715 2851 )
component RelatedInstrumentGrp 1647( 1648 1649 1650 1651 1652 1653 2413 2414 2415 2417 )
component RequestedPartyRoleGrp 1508( 1509 2386 )
component PartyRelationshipGrp 1514( 1515 )
component PartyDetailGrp 1671( 1691 1692 1693 1674 @PartyDetailSubGrp @PartyDetailAltIDGrp @RelatedPartyDetailGrp 1672 )
component PartyDetailAltIDGrp 1516( 1517 1518 @PartyDetailAltSubGrp )
component PartyDetailAltSubGrp 1519( 1520 1521 )
component RiskLimitTypesGrp 1529( 1530 1531 1767 1766 1765 1532 2939 1533 2336 2337 @RiskWarningLevelGrp )
component InstrumentScopeSecurityAltIDGrp 1540( 1541 1542 )
component RiskWarningLevelGrp 1559( 1769 1560 1768 1561 )
component RelatedPartyDetailGrp 1562( 1563 1564 1565 1675 @RelatedPartyDetailSubGrp @RelatedPartyDetailAltIDGrp @PartyRelationshipGrp )
component RelatedPartyDetailSubGrp 1566( 1567 1568 )
component RelatedPartyDetailAltIDGrp 1569( 1570 1571 @RelatedPartyDetailAltSubGrp )
component RelatedPartyDetailAltSubGrp 1572( 1573 1574 )
component InstrumentScopeGrp 1656( 1535 @InstrumentScope )
component RiskInstrumentScopeGrp 1534( 1535 @InstrumentScope 1558 )
component RequestingPartyGrp 1657( 1658 1659 1660 2338 @RequestingPartySubGrp )
component RequestingPartySubGrp 1661( 1662 1663 )
component PartyDetailsUpdateGrp 1676( 1324 @PartyDetailGrp )
component RequestedRiskLimitTypesGrp 1668( 1530 )
component PartyRiskLimitsGrp 1677( @PartyDetailGrp @RiskLimitsGrp 1670 2339 2355 )
component RiskLimitsGrp 1669( @RiskLimitTypesGrp @RiskInstrumentScopeGrp )
component PartyDetailSubGrp 1694( 1695 1696 )
component SecMassStatGrp 146( @Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @RelatedInstrumentGrp 326
  1174 327 291 292 58 354 355 )
component LegPositionAmountData 1586( 1587 1588 1589 2938 1590 )
component SecurityClassificationGrp 1582( 1583 1584 )
component ThrottleParamsGrp 1610( 1611 1612 1613 1614 1615 @ThrottleMsgTypeGrp )
component ThrottleMsgTypeGrp 1618( 1619 )
component SettlementAmountGrp 1700( 1701 1702 2903 )
component CollateralAmountGrp 1703( 1704 1705 2929 2632 2090 2091 1706 2092 2093 1902 2350 2690 2689 2840 @CollateralReinvestmentGrp 2841
  )
component PayCollectGrp 1707( 1708 1709 2955 2094 2095 1710 1711 1712 1713 )
component PartyRiskLimitsUpdateGrp 1677( 1324 @PartyDetailGrp @RiskLimitsGrp 1670 2339 2355 )
component PartyRiskLimitsAckGrp 1677( 1324 1763 1764 @PartyDetailGrp @RiskLimitsGrp 1670 2339 1328 1664 1665 2355 )
component PartyEntitlementGrp 1772( @PartyDetailGrp 1883 @EntitlementGrp )
component EntitlementGrp 1773( 1774 1775 2402 @EntitlementAttribGrp 1776 1784 @InstrumentScopeGrp @MarketSegmentScopeGrp 1782 1783 )
component EntitlementAttribGrp 1777( 1778 1779 1780 1781 2940 )
component MarketSegmentScopeGrp 1310( 1301 1300 )
component TargetMarketSegmentGrp 1789( 1790 )
component AffectedMarketSegmentGrp 1791( 1792 )
component NotAffectedMarketSegmentGrp 1793( 1794 )
component OrderEventGrp 1795( 1796 1797 1798 1799 1800 1801 1802 )
component DisclosureInstructionGrp 1812( 1813 1814 )
component SideCrossLegGrp 1829( 654 685 690 @LegStipulations 1366 @LegPreAllocGrp 1817 564 565 @NestedParties3 587 588 675 2900 1379 1381
  1383 1384 1689 )
component TradeAllocAmtGrp 1844( 1845 1846 1847 2933 1850 )
component TradePriceConditionGrp 1838( 1839 )
component TradeQtyGrp 1841( 1842 1843 )
component TradePositionQty 702( 703 704 705 1654 706 976 )
component RelatedTradeGrp 1855( 1856 1857 2103 1858 1859 1860 )
component RelatedPositionGrp 1861( 1862 1863 1864 )
component ValueChecksGrp 1868( 1869 1870 )
component PartyDetailAckGrp 1676( 1324 1879 1880 1328 1664 1665 @PartyDetailGrp )
component PartyEntitlementUpdateGrp 1772( 1324 @PartyDetailGrp 1883 @EntitlementGrp 1885 )
component PartyEntitlementAckGrp 1772( 1324 1883 1884 1328 1664 1665 @PartyDetailGrp @EntitlementGrp 1885 )
component InstrmtMatchSideGrp 1889( @Instrument @InstrmtLegGrp @UndInstrmtGrp 1891 53 15 2897 120 2899 854 32 423 31 30 @TrdMatchSideGrp )
component TrdMatchSideGrp 1890( 54 1427 1900 1506 1005 1428 1429 1009 1597 1599 1598 1006 1007 1008 430 1154 2901 1155 2902 @Parties 578
  579 376 2404 2351 2352 377 582 943 77 825 826 591 70 @TrdAllocGrp 1072 1057 1139 1690 1115 819 1731 1898 1899 635
  @TradeReportOrderDetail @TrdInstrmtLegExecGrp 1031 1032 58 354 355 )
component TrdInstrmtLegExecGrp 1892( 654 1893 1901 1894 1895 685 564 565 @NestedParties3 637 686 675 2900 1689 1418 1591 )
component PriceMovementGrp 1919( @PriceMovementValueGrp @ClearingAccountTypeGrp )
component PriceMovementValueGrp 1920( 1921 1922 1923 )
component ClearingAccountTypeGrp 1918( 1816 )
component AdditionalTermBondRefGrp 40000( 40001 40002 40003 40004 40005 40006 40007 40008 40009 40010 40011 40012 40013 40014 40015 40016
  40017 40018 )
component AdditionalTermGrp 40019( 40020 40021 @AdditionalTermBondRefGrp )
component AllocRegulatoryTradeIDGrp 1908( 1909 1910 1911 1912 2406 2399 )
component CashSettlTermGrp 40022( 40023 40024 40916 40917 40025 40026 40027 40028 40029 40030 40031 @CashSettlDealerGrp 42216 42217 40033
  40034 @CashSettlDate 40035 40036 40037 40038 40039 )
component FinancingContractualDefinitionGrp 40040( 40041 )
component FinancingContractualMatrixGrp 40042( 40043 40044 40045 )
component FinancingTermSupplementGrp 40046( 40047 40048 )
component LegEvntGrp 2059( 2060 2061 2062 2063 2064 2341 2065 2066 2074 2075 )
component LegPaymentScheduleGrp 40374( 40375 41533 41534 40376 40377 40378 40379 40380 40381 40382 40383 40384 40385 41535 41536 41537
  41538 40386 40387 40388 40389 41539 41540 41541 41542 40390 40391 40392 40393 40394 40395 @LegPaymentScheduleRateSourceGrp 40396 40397
  40398 40399 @LegPaymentScheduleFixingDateBusinessCenterGrp 40401 40402 40403 41543 41544 40404 @LegPaymentScheduleFixingDayGrp 41545
  41546 41547 41548 40405 40406 40407 40408 @LegPaymentScheduleInterimExchangeDateBusinessCenterGrp 40410 40411 40412 40413 )
component LegPaymentScheduleRateSourceGrp 40414( 40415 40416 40417 )
component LegPaymentStreamNonDeliverableFixingDateGrp 40367( 40368 40369 )
component LegPaymentStubGrp 40418( 40419 40420 @LegPaymentStubStartDate @LegPaymentStubEndDate 40421 40422 40423 40424 40425 40426 40427
  40428 40429 40430 40431 40432 40433 40434 40435 40436 40437 40438 40439 40440 40441 40442 40443 40444 40445 40446 40447 )
component LegProvisionCashSettlPaymentFixedDateGrp 40473( 40474 40475 )
component LegProvisionOptionExerciseFixedDateGrp 40495( 40496 40497 )
component LegProvisionGrp 40448( 40449 40450 40451 @LegProvisionDateBusinessCenterGrp 40453 40454 40455 42506 42507 40456 40457 40458
  @LegProvisionCashSettlValueDates @LegProvisionOptionExerciseDates @LegProvisionOptionExpirationDate
  @LegProvisionOptionRelevantUnderlyingDate 40459 40460 40461 40462 40463 40464 40465 @LegProvisionCashSettlPaymentDates 40466 40467 40468
  40469 @LegProvisionCashSettlQuoteSource 40472 40980 40981 @LegProvisionParties )
component LegProvisionParties 40533( 40534 40535 40536 2380 @LegProvisionPtysSubGrp )
component LegProvisionPtysSubGrp 40537( 40538 40539 )
component LegSecondaryAssetGrp 2076( 2077 2078 2079 2743 )
component LegSettlRateDisruptionFallbackGrp 40902( 40903 @LegSettlRateFallbackRateSource 40905 40906 )
component LegStreamGrp 40241( 40242 41700 40243 42583 42584 40244 40245 41702 40246 40247 42585 42586 41703 41704 41705 41706 41707 41708
  @LegStreamCommodity @LegStreamEffectiveDate @LegStreamTerminationDate @LegStreamCalculationPeriodDates @LegPaymentStream
  @LegPaymentScheduleGrp @LegPaymentStubGrp @LegDeliveryStream @LegDeliveryScheduleGrp 40248 40978 40979 )
component PaymentGrp 40212( 40213 40993 40214 40215 43087 40216 40217 42598 42599 43097 43098 43100 43099 43101 43105 43104 43103 43102
  40218 40919 41155 40219 40220 @PaymentBusinessCenterGrp 41156 41157 41158 41159 40222 41160 40224 40225 40226 40227 492 @PaymentSettlGrp
  41304 40229 40984 40985 )
component PaymentScheduleGrp 40828( 40829 41164 41165 40830 40831 40832 40833 40834 40835 40836 40837 40838 40839 41166 41167 41168 41169
  40840 40841 40842 40843 41170 41171 41172 41173 40844 40845 40846 40847 40848 40849 @PaymentScheduleRateSourceGrp 40850 40851 40852
  40853 @PaymentScheduleFixingDateBusinessCenterGrp 40855 40856 40857 41174 41175 40858 @PaymentScheduleFixingDayGrp 41176 41177 41178
  41179 40859 40860 40861 40862 @PaymentScheduleInterimExchangeDateBusinessCenterGrp 40864 40865 40866 40867 )
component PaymentScheduleRateSourceGrp 40868( 40869 40870 40871 )
component PaymentSettlGrp 40230( 40231 40232 @PaymentSettlParties )
component PaymentSettlParties 40233( 40234 40235 40236 40237 @PaymentSettlPtysSubGrp )
component PaymentSettlPtysSubGrp 40238( 40239 40240 )
component PaymentStreamNonDeliverableFixingDateGrp 40825( 40826 40827 )
component PaymentStubGrp 40872( 40873 40874 @PaymentStubStartDate @PaymentStubEndDate 40875 40876 40877 40878 40879 40880 40881 40882
  40883 40884 40885 40886 40887 40888 40889 40890 40891 40892 40893 40894 40895 40896 40897 40898 40899 40900 40901 )
component PhysicalSettlTermGrp 40204( @PhysicalSettlDeliverableObligationGrp 40205 40206 40207 40208 )
component PhysicalSettlDeliverableObligationGrp 40209( 40210 40211 )
component ProtectionTermGrp 40181( 40182 40183 40184 40185 40186 40187 40188 @ProtectionTermEventNewsSourceGrp @ProtectionTermEventGrp
  @ProtectionTermObligationGrp 40190 )
component ProtectionTermEventGrp 40191( 40192 40193 40194 40195 40196 40197 40198 @ProtectionTermEventQualifierGrp )
component ProtectionTermEventQualifierGrp 40199( 40200 )
component ProtectionTermObligationGrp 40201( 40202 40203 )
component ProvisionCashSettlPaymentFixedDateGrp 40171( 40172 40173 )
component ProvisionOptionExerciseFixedDateGrp 40142( 40143 40144 )
component ProvisionGrp 40090( 40091 40092 40093 @ProvisionDateBusinessCenterGrp 40095 40096 40097 42707 42708 40098 40099 40100
  @ProvisionCashSettlValueDates @ProvisionOptionExerciseDates @ProvisionOptionExpirationDate @ProvisionOptionRelevantUnderlyingDate 40101
  40102 40103 40104 40105 40106 40107 @ProvisionCashSettlPaymentDates 40108 40109 40110 40111 @ProvisionCashSettlQuoteSource 40113 40986
  40987 @ProvisionParties )
component ProvisionParties 40174( 40175 40176 40177 2385 @ProvisionPtysSubGrp )
component ProvisionPtysSubGrp 40178( 40179 40180 )
component RegulatoryTradeIDGrp 1907( 1903 1905 1904 1906 2411 2397 )
component SecondaryAssetGrp 1976( 1977 1978 1979 2741 )
component SettlRateDisruptionFallbackGrp 40085( 40086 @SettlRateFallbackRateSource 40088 40089 )
component SideRegulatoryTradeIDGrp 1971( 1972 1973 1974 1975 2416 2398 )
component StreamGrp 40049( 40050 41303 40051 42784 42785 40052 40053 41305 40054 40055 42786 42787 41306 41307 41308 41309 41310 41311
  @StreamCommodity @StreamEffectiveDate @StreamTerminationDate @StreamCalculationPeriodDates @PaymentStream @PaymentScheduleGrp
  @PaymentStubGrp @DeliveryStream @DeliveryScheduleGrp 40056 40982 40983 )
component UnderlyingComplexEvents 2045( 2046 2261 2262 2263 2047 2264 2265 2266 2947 2048 2267 2049 2050 2051 2052
  @UnderlyingComplexEventDates 2268 2948 2269 2949 2270 2271 2419 2420 2272 2273 2274 2275 2276 @UnderlyingComplexEventRateSourceGrp
  @UnderlyingComplexEventRelativeDate @UnderlyingComplexEventPeriodGrp 2277 2278 2279 2280 2281
  @UnderlyingComplexEventCreditEventSourceGrp @UnderlyingComplexEventCreditEventGrp 2611 2612 2613 2282 2283 )
component UnderlyingComplexEventDates 2053( 2054 2055 @UnderlyingComplexEventTimes )
component UnderlyingComplexEventTimes 2056( 2057 2058 )
component UnderlyingEvntGrp 1981( 1982 1983 1984 1985 1986 2342 1987 2071 2072 2073 )
component UnderlyingPaymentScheduleGrp 40664( 40665 41881 41882 40666 40667 40668 40669 40670 40671 40672 40673 40674 40675 41883 41884
  41885 41886 40676 40677 40678 40679 41887 41888 41889 41890 40680 40681 40682 40683 40684 40685 @UnderlyingPaymentScheduleRateSourceGrp
  40686 40687 40688 40689 @UnderlyingPaymentScheduleFixingDateBusinessCenterGrp 40691 40692 40693 41891 41892 40694
  @UnderlyingPaymentScheduleFixingDayGrp 41893 41894 41895 41896 40695 40696 40697 40698
  @UnderlyingPaymentScheduleInterimExchangeDateBusinessCenterGrp 40700 40701 40702 40703 )
component UnderlyingPaymentScheduleRateSourceGrp 40704( 40705 40706 40707 )
component UnderlyingPaymentStreamNonDeliverableFixingDateGrp 40656( 40657 40658 )
component UnderlyingPaymentStubGrp 40708( 40709 40710 @UnderlyingPaymentStubStartDate @UnderlyingPaymentStubEndDate 40711 40712 40713
  40714 40715 40716 40717 40718 40719 40720 40721 40722 40723 40724 40725 40726 40727 40728 40729 40730 40731 40732 40733 40734 40735
  40736 40737 )
component UnderlyingSecondaryAssetGrp 2080( 2081 2082 2083 2745 )
component UnderlyingSettlRateDisruptionFallbackGrp 40659( 40660 @UnderlyingSettlRateFallbackRateSource 40662 40663 )
component UnderlyingStreamGrp 40540( 40541 42016 40542 43083 43084 40543 40544 42018 40545 40546 43085 43086 42019 42020 42021 42022 42023
  42024 @UnderlyingStreamCommodity @UnderlyingStreamEffectiveDate @UnderlyingStreamTerminationDate @UnderlyingStreamCalculationPeriodDates
  @UnderlyingPaymentStream @UnderlyingPaymentScheduleGrp @UnderlyingPaymentStubGrp @UnderlyingDeliveryStream
  @UnderlyingDeliveryScheduleGrp 40547 40988 40989 )
component CashSettlDealerGrp 40277( 40032 )
component BusinessCenterGrp 40278( 40471 )
component LegBusinessCenterGrp 40923( 40924 )
component LegPaymentScheduleFixingDateBusinessCenterGrp 40927( 40400 )
component LegPaymentScheduleInterimExchangeDateBusinessCenterGrp 40928( 40409 )
component LegPaymentStreamNonDeliverableFixingDatesBusinessCenterGrp 40929( 40361 )
component LegPaymentStreamPaymentDateBusinessCenterGrp 40930( 40293 )
component LegPaymentStreamResetDateBusinessCenterGrp 40931( 40305 )
component LegPaymentStreamInitialFixingDateBusinessCenterGrp 40932( 40311 )
component LegPaymentStreamFixingDateBusinessCenterGrp 40933( 40318 )
component LegProvisionCashSettlPaymentDateBusinessCenterGrp 40934( 40517 )
component LegProvisionCashSettlValueDateBusinessCenterGrp 40935( 40527 )
component LegProvisionOptionExerciseBusinessCenterGrp 40936( 40477 )
component LegProvisionOptionExpirationDateBusinessCenterGrp 40937( 40500 )
component LegProvisionOptionRelevantUnderlyingDateBusinessCenterGrp 40938( 40510 )
component LegProvisionDateBusinessCenterGrp 40939( 40452 )
component LegStreamCalculationPeriodBusinessCenterGrp 40940( 40266 )
component LegStreamFirstPeriodStartDateBusinessCenterGrp 40941( 40269 )
component LegStreamEffectiveDateBusinessCenterGrp 40942( 40251 )
component LegStreamTerminationDateBusinessCenterGrp 40943( 40259 )
component PaymentBusinessCenterGrp 40944( 40221 )
component PaymentScheduleFixingDateBusinessCenterGrp 40977( 40854 )
component PaymentScheduleInterimExchangeDateBusinessCenterGrp 40945( 40863 )
component PaymentStreamNonDeliverableFixingDatesBusinessCenterGrp 40946( 40819 )
component PaymentStreamPaymentDateBusinessCenterGrp 40947( 40752 )
component PaymentStreamResetDateBusinessCenterGrp 40948( 40763 )
component PaymentStreamInitialFixingDateBusinessCenterGrp 40949( 40769 )
component PaymentStreamFixingDateBusinessCenterGrp 40950( 40776 )
component ProtectionTermEventNewsSourceGrp 40951( 40189 )
component ProvisionCashSettlPaymentDateBusinessCenterGrp 40952( 40164 )
component ProvisionCashSettlValueDateBusinessCenterGrp 40953( 40117 )
component ProvisionOptionExerciseBusinessCenterGrp 40954( 40124 )
component ProvisionOptionExpirationDateBusinessCenterGrp 40955( 40147 )
component ProvisionOptionRelevantUnderlyingDateBusinessCenterGrp 40956( 40157 )
component ProvisionDateBusinessCenterGrp 40957( 40094 )
component StreamCalculationPeriodBusinessCenterGrp 40958( 40074 )
component StreamFirstPeriodStartDateBusinessCenterGrp 40959( 40077 )
component StreamEffectiveDateBusinessCenterGrp 40960( 40909 )
component StreamTerminationDateBusinessCenterGrp 40961( 40067 )
component UnderlyingBusinessCenterGrp 40962( 40963 )
component UnderlyingPaymentScheduleFixingDateBusinessCenterGrp 40966( 40690 )
component UnderlyingPaymentScheduleInterimExchangeDateBusinessCenterGrp 40967( 40699 )
component UnderlyingPaymentStreamNonDeliverableFixingDatesBusinessCenterGrp 40968( 40650 )
component UnderlyingPaymentStreamPaymentDateBusinessCenterGrp 40969( 40582 )
component UnderlyingPaymentStreamResetDateBusinessCenterGrp 40970( 40594 )
component UnderlyingPaymentStreamInitialFixingDateBusinessCenterGrp 40971( 40600 )
component UnderlyingPaymentStreamFixingDateBusinessCenterGrp 40972( 40607 )
component UnderlyingStreamCalculationPeriodBusinessCenterGrp 40973( 40557 )
component UnderlyingStreamFirstPeriodStartDateBusinessCenterGrp 40974( 40560 )
component UnderlyingStreamEffectiveDateBusinessCenterGrp 40975( 40059 )
component UnderlyingStreamTerminationDateBusinessCenterGrp 40976( 40550 )
component AttachmentGrp 2104( 2105 2106 2107 2108 2109 2110 2111 2112 @AttachmentKeywordGrp )
component AttachmentKeywordGrp 2113( 2114 )
component AssetAttributeGrp 2304( 2305 2306 2307 )
component ComplexEventAveragingObservationGrp 40994( 40995 40996 )
component ComplexEventCreditEventGrp 40997( 40998 40999 41000 41001 41002 41003 41004 @ComplexEventCreditEventQualifierGrp )
component ComplexEventCreditEventQualifierGrp 41005( 41006 )
component ComplexEventPeriodDateGrp 41007( 41008 41009 )
component ComplexEventPeriodGrp 41010( 41011 41012 @ComplexEventScheduleGrp @ComplexEventPeriodDateGrp
  @ComplexEventAveragingObservationGrp )
component ComplexEventRateSourceGrp 41013( 41014 41015 41016 41017 )
component ComplexEventDateBusinessCenterGrp 41018( 41019 )
component ComplexEventCreditEventSourceGrp 41029( 41030 )
component ComplexEventScheduleGrp 41031( 41032 41033 41034 41035 41036 )
component DeliveryScheduleGrp 41037( 41038 41039 41040 41041 41042 41043 41044 41045 41046 41047 41048 41049 41050
  @DeliveryScheduleSettlDayGrp )
component DeliveryScheduleSettlDayGrp 41051( 41052 41053 @DeliveryScheduleSettlTimeGrp )
component DeliveryScheduleSettlTimeGrp 41054( 41055 41056 41057 )
component DeliveryStreamCycleGrp 41081( 41082 41083 41084 )
component DeliveryStreamCommoditySourceGrp 41085( 41086 )
component MarketDisruptionEventGrp 41092( 41093 40991 )
component MarketDisruptionFallbackGrp 41094( 41095 40992 )
component MarketDisruptionFallbackReferencePriceGrp 41096( 41097 41098 41099 41100 41101 41102 41103 41104 41105 )
component OptionExerciseBusinessCenterGrp 41116( 41117 )
component OptionExerciseDateGrp 41137( 41138 41139 )
component OptionExerciseExpirationDateBusinessCenterGrp 41140( 41141 )
component OptionExerciseExpirationDateGrp 41152( 41153 41154 )
component PaymentScheduleFixingDayGrp 41161( 41162 41163 )
component PaymentStreamPricingBusinessCenterGrp 41192( 41193 )
component PaymentStreamPaymentDateGrp 41220( 41221 41222 )
component PaymentStreamPricingDateGrp 41224( 41225 41226 )
component PaymentStreamPricingDayGrp 41227( 41228 41229 )
component PricingDateBusinessCenterGrp 41230( 41231 )
component StreamAssetAttributeGrp 41237( 41238 41239 41240 )
component StreamCalculationPeriodDateGrp 41241( 41242 41243 )
component StreamCommoditySettlBusinessCenterGrp 41249( 41250 )
component StreamCommodityAltIDGrp 41277( 41278 41279 )
component StreamCommodityDataSourceGrp 41280( 41281 41282 )
component StreamCommoditySettlDayGrp 41283( 41284 41285 @StreamCommoditySettlTimeGrp )
component StreamCommoditySettlTimeGrp 41286( 41287 41288 41588 )
component StreamCommoditySettlPeriodGrp 41289( 41290 41291 41292 41293 41294 41295 41296 41297 41298 41299 41300
  @StreamCommoditySettlDayGrp 41301 41302 )
component MandatoryClearingJurisdictionGrp 41312( 41313 )
component LegAdditionalTermBondRefGrp 41316( 41317 41318 41319 41320 41321 41322 41323 41324 41325 41326 41327 41328 41329 41330 41331
  41332 41333 41334 )
component LegAdditionalTermGrp 41335( 41336 41337 @LegAdditionalTermBondRefGrp )
component LegAssetAttributeGrp 2308( 2309 2310 2311 )
component LegCashSettlDealerGrp 41342( 41343 )
component LegCashSettlTermGrp 41344( 41345 41346 41347 41348 41349 41350 41351 41352 41353 41354 41355 @LegCashSettlDealerGrp 42308 42309
  41356 41357 @LegCashSettlDate 41358 41359 41360 41361 41362 )
component LegComplexEventAveragingObservationGrp 41363( 41364 41365 )
component LegComplexEventCreditEventGrp 41366( 41367 41368 41369 41370 41371 41372 41373 @LegComplexEventCreditEventQualifierGrp )
component LegComplexEventCreditEventQualifierGrp 41374( 41375 )
component LegComplexEventPeriodDateGrp 41376( 41377 41378 )
component LegComplexEventPeriodGrp 41379( 41380 41381 @LegComplexEventScheduleGrp @LegComplexEventPeriodDateGrp
  @LegComplexEventAveragingObservationGrp )
component LegComplexEventRateSourceGrp 41382( 41383 41384 41385 41386 )
component LegComplexEventDateBusinessCenterGrp 41387( 41388 )
component LegComplexEventCreditEventSourceGrp 41398( 41399 )
component LegComplexEvents 2218( 2219 2220 2221 2222 2223 2224 2225 2226 2944 2227 2228 2229 2230 2231 2232 @LegComplexEventDates 2233
  2945 2234 2946 2235 2236 2409 2410 2237 2238 2239 2240 2241 @LegComplexEventRateSourceGrp @LegComplexEventRelativeDate
  @LegComplexEventPeriodGrp 2242 2243 2244 2245 2246 @LegComplexEventCreditEventSourceGrp @LegComplexEventCreditEventGrp 2608 2609 2610
  2248 2249 )
component LegComplexEventDates 2250( 2251 2252 @LegComplexEventTimes )
component LegComplexEventTimes 2253( 2204 2247 )
component LegComplexEventScheduleGrp 41400( 41401 41402 41403 41404 41405 )
component LegDeliveryScheduleGrp 41408( 41409 41410 41411 41412 41413 41414 41415 41416 41417 41418 41419 41420 41421
  @LegDeliveryScheduleSettlDayGrp )
component LegDeliveryScheduleSettlDayGrp 41422( 41423 41424 @LegDeliveryScheduleSettlTimeGrp )
component LegDeliveryScheduleSettlTimeGrp 41425( 41426 41427 41428 )
component LegStreamAssetAttributeGrp 41452( 41453 41454 41455 )
component LegDeliveryStreamCycleGrp 41456( 41457 41458 41459 )
component LegDeliveryStreamCommoditySourceGrp 41460( 41461 )
component LegInstrumentParties 2254( 2255 2256 2257 2379 @LegInstrumentPtysSubGrp )
component LegInstrumentPtysSubGrp 2258( 2259 2260 )
component LegMarketDisruptionEventGrp 41467( 41468 40223 )
component LegMarketDisruptionFallbackGrp 41469( 41470 40990 )
component LegMarketDisruptionFallbackReferencePriceGrp 41471( 41472 41473 41474 41475 41476 41477 41478 41479 41480 )
component LegOptionExerciseBusinessCenterGrp 41491( 41492 )
component LegOptionExerciseDateGrp 41512( 41513 41514 )
component LegOptionExerciseExpirationDateBusinessCenterGrp 41515( 41516 )
component LegOptionExerciseExpirationDateGrp 41527( 41528 41529 )
component LegPaymentScheduleFixingDayGrp 41530( 41531 41532 )
component LegPaymentStreamPricingBusinessCenterGrp 41561( 41562 )
component LegPaymentStreamPaymentDateGrp 41589( 41590 41591 )
component LegPaymentStreamPricingDateGrp 41593( 41594 41595 )
component LegPaymentStreamPricingDayGrp 41596( 41597 41598 )
component LegPhysicalSettlTermGrp 41599( @LegPhysicalSettlDeliverableObligationGrp 41601 41602 41603 41600 )
component LegPhysicalSettlDeliverableObligationGrp 41604( 41605 41606 )
component LegPricingDateBusinessCenterGrp 41607( 41608 )
component LegProtectionTermEventNewsSourceGrp 41614( 41615 )
component LegProtectionTermGrp 41616( 41618 41619 41620 41621 41622 41623 41624 @LegProtectionTermEventNewsSourceGrp
  @LegProtectionTermEventGrp @LegProtectionTermObligationGrp 41617 )
component LegProtectionTermEventGrp 41625( 41626 41627 41628 41629 41630 41631 41632 @LegProtectionTermEventQualifierGrp )
component LegProtectionTermEventQualifierGrp 41633( 41634 )
component LegProtectionTermObligationGrp 41635( 41636 41637 )
component LegStreamCalculationPeriodDateGrp 41638( 41639 41640 )
component LegStreamCommoditySettlBusinessCenterGrp 41646( 41647 )
component LegStreamCommodityAltIDGrp 41674( 41675 41676 )
component LegStreamCommodityDataSourceGrp 41677( 41678 41679 )
component LegStreamCommoditySettlDayGrp 41680( 41681 41682 @LegStreamCommoditySettlTimeGrp )
component LegStreamCommoditySettlTimeGrp 41683( 41684 41685 41935 )
component LegStreamCommoditySettlPeriodGrp 41686( 41687 41688 41689 41690 41691 41692 41693 41694 41695 41696 41697
  @LegStreamCommoditySettlDayGrp 41698 41699 )
component UnderlyingAssetAttributeGrp 2312( 2313 2314 2315 )
component UnderlyingComplexEventAveragingObservationGrp 41713( 41714 41715 )
component UnderlyingComplexEventCreditEventGrp 41716( 41717 41718 41719 41720 41721 41722 41723
  @UnderlyingComplexEventCreditEventQualifierGrp )
component UnderlyingComplexEventCreditEventQualifierGrp 41724( 41725 )
component UnderlyingComplexEventPeriodDateGrp 41726( 41727 41728 )
component UnderlyingComplexEventPeriodGrp 41729( 41730 41731 @UnderlyingComplexEventScheduleGrp @UnderlyingComplexEventPeriodDateGrp
  @UnderlyingComplexEventAveragingObservationGrp )
component UnderlyingComplexEventRateSourceGrp 41732( 41733 41734 41735 41736 )
component UnderlyingComplexEventDateBusinessCenterGrp 41737( 41738 )
component UnderlyingComplexEventCreditEventSourceGrp 41748( 41749 )
component UnderlyingComplexEventScheduleGrp 41750( 41751 41752 41753 41754 41755 )
component UnderlyingDeliveryScheduleGrp 41756( 41757 41758 41759 41760 41761 41762 41763 41764 41765 41766 41767 41768 41769
  @UnderlyingDeliveryScheduleSettlDayGrp )
component UnderlyingDeliveryScheduleSettlDayGrp 41770( 41771 41772 @UnderlyingDeliveryScheduleSettlTimeGrp )
component UnderlyingDeliveryScheduleSettlTimeGrp 41773( 41774 41775 41776 )
component UnderlyingStreamAssetAttributeGrp 41800( 41801 41802 41803 )
component UnderlyingDeliveryStreamCycleGrp 41804( 41805 41806 41807 )
component UnderlyingDeliveryStreamCommoditySourceGrp 41808( 41809 )
component UnderlyingOptionExerciseBusinessCenterGrp 41820( 41821 )
component UnderlyingOptionExerciseDateGrp 41841( 41842 41843 )
component UnderlyingOptionExerciseExpirationDateBusinessCenterGrp 41844( 41845 )
component UnderlyingOptionExerciseExpirationDateGrp 41856( 41857 41858 )
component UnderlyingMarketDisruptionEventGrp 41864( 41865 41338 )
component UnderlyingMarketDisruptionFallbackGrp 41866( 41867 41339 )
component UnderlyingMarketDisruptionFallbackReferencePriceGrp 41868( 41869 41870 41871 41872 41873 41874 41875 41876 41877 )
component UnderlyingPaymentScheduleFixingDayGrp 41878( 41879 41880 )
component UnderlyingPaymentStreamPricingBusinessCenterGrp 41909( 41910 )
component UnderlyingPaymentStreamPaymentDateGrp 41937( 41938 41939 )
component UnderlyingPaymentStreamPricingDateGrp 41941( 41942 41943 )
component UnderlyingPaymentStreamPricingDayGrp 41944( 41945 41946 )
component UnderlyingPricingDateBusinessCenterGrp 41947( 41948 )
component UnderlyingStreamCalculationPeriodDateGrp 41954( 41955 41956 )
component UnderlyingStreamCommoditySettlBusinessCenterGrp 41962( 41963 )
component UnderlyingStreamCommodityAltIDGrp 41990( 41991 41992 )
component UnderlyingStreamCommodityDataSourceGrp 41993( 41994 41995 )
component UnderlyingStreamCommoditySettlDayGrp 41996( 41997 41998 @UnderlyingStreamCommoditySettlTimeGrp )
component UnderlyingStreamCommoditySettlTimeGrp 41999( 42000 42001 41936 )
component UnderlyingStreamCommoditySettlPeriodGrp 42002( 42003 42004 42005 42006 42007 42008 42009 42010 42011 42012 42013
  @UnderlyingStreamCommoditySettlDayGrp 42014 42015 )
component EntitlementTypeGrp 2345( 1775 2402 )
component UnderlyingAdditionalTermBondRefGrp 41340( 41341 41701 41709 41710 41711 41712 42017 42025 42026 42027 42028 42029 42030 42031
  42032 42033 42034 42035 )
component UnderlyingAdditionalTermGrp 42036( 42037 42038 @UnderlyingAdditionalTermBondRefGrp )
component UnderlyingCashSettlDealerGrp 42039( 42040 )
component UnderlyingCashSettlTermGrp 42041( 42042 42043 42044 42045 42046 42047 42048 42049 42050 42051 42052
  @UnderlyingCashSettlDealerGrp 42797 42798 42053 42054 @UnderlyingCashSettlDate 42055 42056 42057 42058 42059 )
component UnderlyingPhysicalSettlTermGrp 42060( @UnderlyingPhysicalSettlDeliverableObligationGrp 42061 42062 42063 42064 )
component UnderlyingPhysicalSettlDeliverableObligationGrp 42065( 42066 42067 )
component UnderlyingProtectionTermGrp 42068( 42069 42070 42071 42072 42073 42074 42075 @UnderlyingProtectionTermEventNewsSourceGrp
  @UnderlyingProtectionTermEventGrp @UnderlyingProtectionTermObligationGrp 42076 )
component UnderlyingProtectionTermEventGrp 42077( 42078 42079 42080 42081 42082 42083 42084 @UnderlyingProtectionTermEventQualifierGrp )
component UnderlyingProtectionTermEventQualifierGrp 42085( 42086 )
component UnderlyingProtectionTermObligationGrp 42087( 42088 42089 )
component UnderlyingProtectionTermEventNewsSourceGrp 42090( 42091 )
component UnderlyingProvisionCashSettlPaymentFixedDateGrp 42099( 42100 42101 )
component UnderlyingProvisionOptionExerciseFixedDateGrp 42112( 42113 42114 )
component UnderlyingProvisionGrp 42149( 42150 42151 42152 @UnderlyingProvisionDateBusinessCenterGrp 42153 42154 42155 43002 43003 42156
  42157 42158 @UnderlyingProvisionCashSettlValueDates @UnderlyingProvisionOptionExerciseDates @UnderlyingProvisionOptionExpirationDate
  @UnderlyingProvisionOptionRelevantUnderlyingDate 42159 42160 42161 42162 42163 42164 42165 @UnderlyingProvisionCashSettlPaymentDates
  42166 42167 42168 42169 @UnderlyingProvisionCashSettlQuoteSource 42170 42171 42172 @UnderlyingProvisionParties )
component UnderlyingProvisionParties 42173( 42174 42175 42176 40918 @UnderlyingProvisionPtysSubGrp )
component UnderlyingProvisionPtysSubGrp 42177( 42178 42179 )
component UnderlyingProvisionCashSettlPaymentDateBusinessCenterGrp 42180( 42181 )
component UnderlyingProvisionCashSettlValueDateBusinessCenterGrp 42182( 42183 )
component UnderlyingProvisionOptionExerciseBusinessCenterGrp 42184( 42185 )
component UnderlyingProvisionOptionExpirationDateBusinessCenterGrp 42186( 42187 )
component UnderlyingProvisionOptionRelevantUnderlyingDateBusinessCenterGrp 42188( 42189 )
component UnderlyingProvisionDateBusinessCenterGrp 42190( 42191 )
component OrderEntryGrp 2428( 2429 2430 11 41 37 40 44 54 59 @OrderQtyData @Instrument )
component OrderEntryAckGrp 2428( 39 150 2431 2429 2430 11 41 37 103 14 151 84 40 44 54 59 @OrderQtyData @Instrument )
component TargetPtysSubGrp 2433( 2434 2435 )
component MDStatisticReqGrp 2474( 2475 @MDStatisticParameters )
component MDStatisticRptGrp 2474( @MDStatisticParameters 2475 2476 2477 2478 2479 2480 )
component LegFinancingContractualDefinitionsGrp 42198( 42199 )
component LegFinancingTermSupplementGrp 42200( 42201 42202 )
component LegFinancingContractualMatrixGrp 42203( 42204 42205 42206 )
component RelativeValueGrp 2529( 2530 2531 2532 )
component AuctionTypeRuleGrp 2548( 1803 2549 )
component FlexProductEligibilityGrp 2560( 1242 2561 )
component PriceRangeRuleGrp 2550( 2551 2552 2553 2554 2556 2555 )
component QuoteSizeRuleGrp 2558( 647 648 2447 )
component RelatedMarketSegmentGrp 2545( 2546 2547 )
component ClearingPriceParametersGrp 2580( 2581 2582 2583 2584 2585 2586 2588 2587 2589 1190 2590 2591 1592 1188 2528 2592 )
component MiscFeesSubGrp 2633( 2634 2635 2636 2637 2638 )
component CommissionDataGrp 2639( 2640 2641 2725 2642 2643 2923 2644 2645 2924 2646 2647 2648 2649 2650 2651 2652 )
component AllocCommissionDataGrp 2653( 2654 2655 2726 2656 2657 2925 2658 2659 2926 2660 2661 2662 2663 2664 2665 2666 )
component CashSettlDateBusinessCenterGrp 42214( 42215 )
component DividendAccrualPaymentDateBusinessCenterGrp 42236( 42237 )
component DividendFXTriggerDateBusinessCenterGrp 42272( 42273 )
component DividendPeriodGrp 42274( 42275 42276 42277 42278 42279 42280 @DividendPeriodBusinessCenterGrp 42281 42282 42283 42284 42285
  42286 42287 42288 42289 42290 42291 42292 42293 )
component DividendPeriodBusinessCenterGrp 42294( 42295 )
component ExtraordinaryEventGrp 42296( 42297 42298 )
component LegCashSettlDateBusinessCenterGrp 42306( 42307 )
component LegDividendAccrualPaymentDateBusinessCenterGrp 42310( 42311 )
component LegDividendFXTriggerDateBusinessCenterGrp 42364( 42365 )
component LegDividendPeriodGrp 42366( 42367 42368 42369 42370 42371 42372 @LegDividendPeriodBusinessCenterGrp 42373 42374 42375 42376
  42377 42378 42379 42380 42381 42382 42383 42384 42385 )
component LegDividendPeriodBusinessCenterGrp 42386( 42387 )
component LegExtraordinaryEventGrp 42388( 42389 42390 )
component LegPaymentStreamCompoundingDateGrp 42405( 42406 42407 )
component LegPaymentStreamCompoundingDatesBusinessCenterGrp 42419( 42420 )
component LegPaymentStreamFixingDateGrp 42459( 42460 42461 )
component LegPaymentStreamFormulaMathGrp 42485( 43110 42486 42487 )
component LegPaymentStubEndDateBusinessCenterGrp 42495( 42496 )
component LegPaymentStubStartDateBusinessCenterGrp 42504( 42505 )
component LegReturnRateDateGrp 42508( 42509 @LegReturnRateValuationDateGrp 42510 42511 42512 42513 42514 42515 42516 42517 42518 42519
  42520 42521 42522 42523 42524 42525 42526 42527 42528 42529 @LegReturnRateValuationDateBusinessCenterGrp )
component LegReturnRateFXConversionGrp 42530( 42531 42532 42533 )
component LegReturnRateGrp 42534( 42535 42536 42537 42538 42539 42540 @LegReturnRatePriceGrp @LegReturnRateFXConversionGrp 42541 42542
  42543 42544 42545 42546 42547 42548 42549 42550 42551 42552 @LegReturnRateInformationSourceGrp 42553 42554 @LegReturnRateDateGrp 42555
  42556 42557 42558 42559 )
component LegReturnRateInformationSourceGrp 42560( 42561 42562 42563 )
component LegReturnRatePriceGrp 42564( 42565 42566 42567 42568 )
component LegReturnRateValuationDateBusinessCenterGrp 42569( 42570 )
component LegReturnRateValuationDateGrp 42571( 42572 42573 )
component LegSettlMethodElectionDateBusinessCenterGrp 42581( 42582 )
component PaymentStreamCompoundingDateGrp 42606( 42607 42608 )
component PaymentStreamCompoundingDatesBusinessCenterGrp 42620( 42621 )
component PaymentStreamFixingDateGrp 42660( 42661 42662 )
component PaymentStreamFormulaMathGrp 42683( 43109 42684 42685 )
component PaymentStubEndDateBusinessCenterGrp 42696( 42697 )
component PaymentStubStartDateBusinessCenterGrp 42705( 42706 )
component ReturnRateDateGrp 42709( 42710 @ReturnRateValuationDateGrp 42711 42712 42713 42714 42715 42716 42717 42718 42719 42720 42721
  42722 42723 42724 42725 42726 42727 42728 42729 42730 @ReturnRateValuationDateBusinessCenterGrp )
component ReturnRateFXConversionGrp 42731( 42732 42733 42734 )
component ReturnRateGrp 42735( 42736 42737 42738 42739 42740 42741 @ReturnRatePriceGrp @ReturnRateFXConversionGrp 42742 42743 42744 42745
  42746 42747 42748 42749 42750 42751 42752 42753 @ReturnRateInformationSourceGrp 42754 42755 @ReturnRateDateGrp 42756 42757 42758 42759
  42760 )
component ReturnRateInformationSourceGrp 42761( 42762 42763 42764 )
component ReturnRatePriceGrp 42765( 42766 42767 42768 42769 )
component ReturnRateValuationDateBusinessCenterGrp 42770( 42771 )
component ReturnRateValuationDateGrp 42772( 42773 42774 )
component SettlMethodElectionDateBusinessCenterGrp 42775( 42776 )
component UnderlyingCashSettlDateBusinessCenterGrp 42788( 42789 )
component UnderlyingDividendAccrualPaymentDateBusinessCenterGrp 42799( 42800 )
component UnderlyingDividendFXTriggerDateBusinessCenterGrp 42853( 42854 )
component UnderlyingDividendPaymentGrp 42855( 42856 42857 42858 42859 )
component UnderlyingDividendPeriodGrp 42862( 42863 42864 42865 42866 42867 42868 @UnderlyingDividendPeriodBusinessCenterGrp 42869 42870
  42871 42872 42873 42874 42875 42876 42877 42878 42879 42880 42881 )
component UnderlyingDividendPeriodBusinessCenterGrp 42882( 42883 )
component UnderlyingExtraordinaryEventGrp 42884( 42885 42886 )
component UnderlyingPaymentStreamCompoundingDateGrp 42901( 42902 42903 )
component UnderlyingPaymentStreamCompoundingDatesBusinessCenterGrp 42915( 42916 )
component UnderlyingPaymentStreamFixingDateGrp 42955( 42956 42957 )
component UnderlyingPaymentStreamFormulaMathGrp 42981( 43111 42982 42983 )
component UnderlyingPaymentStubEndDateBusinessCenterGrp 42991( 42992 )
component UnderlyingPaymentStubStartDateBusinessCenterGrp 43000( 43001 )
component UnderlyingRateSpreadStepGrp 43005( 43006 43007 )
component UnderlyingReturnRateDateGrp 43008( 43009 @UnderlyingReturnRateValuationDateGrp 43010 43011 43012 43013 43014 43015 43016 43017
  43018 43019 43020 43021 43022 43023 43024 43025 43026 43027 43028 43029 @UnderlyingReturnRateValuationDateBusinessCenterGrp )
component UnderlyingReturnRateFXConversionGrp 43030( 43031 43032 43033 )
component UnderlyingReturnRateGrp 43034( 43035 43036 43037 43038 43039 43040 @UnderlyingReturnRatePriceGrp
  @UnderlyingReturnRateFXConversionGrp 43041 43042 43043 43044 43045 43046 43047 43048 43049 43050 43051 43052
  @UnderlyingReturnRateInformationSourceGrp 43053 43054 @UnderlyingReturnRateDateGrp 43055 43056 43057 43058 43059 )
component UnderlyingReturnRateInformationSourceGrp 43060( 43061 43062 43063 )
component UnderlyingReturnRatePriceGrp 43064( 43065 43066 43067 43068 )
component UnderlyingReturnRateValuationDateBusinessCenterGrp 43069( 43070 )
component UnderlyingReturnRateValuationDateGrp 43071( 43072 43073 )
component UnderlyingSettlMethodElectionDateBusinessCenterGrp 43074( 43075 )
component TrdRegPublicationGrp 2668( 2669 2670 )
component OrderAttributeGrp 2593( 2594 2595 )
component SideCollateralAmountGrp 2691( 2702 2695 2930 2694 2696 2697 2701 2693 2692 2703 2700 2699 2698 2862
  @SideCollateralReinvestmentGrp 2863 )
component QuoteAttributeGrp 2706( 2707 2708 )
component PriceQualifierGrp 2709( 2710 )
component IndexRollMonthGrp 2734( 2733 )
component ReferenceDataDateGrp 2746( 2747 2748 )
component MatchExceptionGrp 2772( 2773 2774 2775 2776 2777 2778 2779 2780 2797 2798 )
component MatchingDataPointGrp 2781( 2782 2783 2784 2785 )
component OrderAggregationGrp 73( 11 37 38 799 )
component ExecutionAggregationGrp 124( 32 17 1003 31 )
component CollateralReinvestmentGrp 2845( 2844 2842 2843 2931 )
component FundingSourceGrp 2849( 2846 2848 2847 2954 )
component TransactionAttributeGrp 2871( 2872 2873 )
component SideCollateralReinvestmentGrp 2864( 2867 2865 2866 2932 )
component RelatedOrderGrp 73( 2887 2888 2836 2889 2890 2835 )
`;
