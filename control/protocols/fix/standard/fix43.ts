/** FIX 4.3: its fields, and what its messages are made of. Form: ../dictionary-text.ts. */
export const fix43 = `
fields 1-19 21-23 25-45 47-50 52-75 77-84 87-91 93-104 106-108 110-124 126-165 167-200 202-203 206-313 315-317 320-438 441-501 503-659
names 23:IOIid 33:LinesOfText 63:SettlmntTyp 64:FutSettDate 74:AvgPrxPrecision 193:FutSettDate2 211:PegDifference 286:OpenCloseSettleFlag
  304:TotQuoteEntries 327:HaltReasonChar 389:DiscretionOffset 393:TotalNumSecurities 418:TradeType 491:CardIssNo 509:RegistDetls
  557:TotalNumSecurityTypes 587:LegSettlmntTyp 588:LegFutSettDate
type CHAR 63 139 327 487 532 587
type DATA 213
type INT 576
type MULTIPLEVALUESTRING 18 276 277 286 291 292 529 546
type NUMINGROUP 82
type PRICEOFFSET 211 389
type UTCDATE 224 225 229 230 240 241 242 247 248 249 254 259 272
values 4 B S X T
values 8
values 13 6 1 2 3 5 4
values 18 Y M P Q R S U V W X D 0 2 4 5 6 7 8 9 A O C N E F G H I J K L 3 B 1
values 22 E 2 1 3 F D C B A 9 8 7 6 5 4 G
values 25 M H L
values 27 L M S
values 28 C N R
values 29 4 3 1 2
values 35 0 1 2 3 4 5 6 7 8 9 a A AA AB AC AD AE AF AG AH AI b:MASS_QUOTE_ACKNOWLEDGEMENT B c C d D e E f F G g h H i j J K k l L m M N
  n:XML_NON_FIX o P p q Q r R s S t T u v V w W x X y Y z Z
values 39 0 1 5 2 6 7 8 9 A B C D E 3 4
values 40 D 2 3 4 5 6 7 8 9 A 1 C F E G I J K L M P B H
values 54 6 B C 8 9 1 2 3 4 A 5 7
values 59 7 0 1 2 3 4 5 6
values 61 1 2 0
values 63 5 A:T1 6 3 2 8 1 7 0 9 4
values 65
values 71 5 4 3 2 1 0
values 77 F R C O
values 81 6 0 1 2 3 4 5
values 87 1 2 3 0
values 88 0 6 3 5 7 4 1 2:INCORRECT_AVERAGEG_PRICE
values 98 2 6 5 3 0 1 4
values 102 1 0 6 5 4 3 2
values 103 2 1 3 4 5 7 9 10 6 11 12:SURVEILLENCE_OPTION 0 8
values 104 O X W V T S R A P M L I D C B Q Y Z
values 113 Y N
values 114 Y N
values 121 Y N
values 123 Y N
values 127 B C D E Z A
values 130 Y N
values 139 3 4 5 6 7 8 9 1 2
values 141 Y N
values 150 6 0 1:PARTIAL_FILL 2:FILL 4 5 8 9 A B C D E F G H I 3 7
values 156 D M
values 160 0 4 3 1 2
values 163 N R C
values 165 2 3 1
values 167 CP VRDN PZFJ PN ONITE MTN TECP AMENDED BRIDGE LOFC SWING DINP DEFLTED WITHDRN LQN MATURED DN RETIRED BA BN BOX CD CL REPLACD MT
  RVLVTRM MPP STN MPT TBA AN MIO COFP MBS REV SPCLA SPCLO SPCLT TAN TAXA COFO TD GO ? WAR MF MLEG TRAN MPO RP:REPURCHASE_AGREEMENT NONE
  XCN POOL:AGENCY_POOLS ABS CMBS CMO IET RVRP:REVERSE_REPURCHASE_AGREEMENT FOR RAN RVLV FAC FADN PEF CORP CPP CB DUAL XLINKD YANK CS PS
  BRADY TBOND TINT TIPS TCAL TPRN UST USTB TERM STRUCT
values 169 0 1 3 2
values 172 1 0
values 203 1 0
values 209 3 2 1
values 216 1 2 3 4
values 221 SWAP LIBID OTHER Treasury Euribor Pfandbriefe FutureSWAP MuniAAA LIBOR
values 233 ABS WALA WAM CPR HEP WAL MHP SMM MPR PSA PPC CPP LOTVAR CPY WAC ISSUE MAT PIECES PMAX PPM PPL PPT PROD TRDVAR GEOG
values 235 TRUE PREVCLOSE LONGEST:YIELD_TO_LONGEST_AVERAGE LONGAVGLIFE MATURITY MARK OPENAVG PUT PROCEEDS SEMIANNUAL SHORTAVGLIFE
  SHORTEST:YIELD_TO_SHORTEST_AVERAGE SIMPLE TENDER VALUE1/32:YIELD_VALUE_OF32NDS WORST TAXEQUIV ANNUAL LASTYEAR NEXTREFUND AFTERTAX
  ATISSUE AVGLIFE:YIELD_TO_AVERAGE_LIFE AVGMATURITY BOOK CALL CHANGE COMPOUND CURRENT GROSS GOVTEQUIV INFLATION INVERSEFLOATER LASTQUARTER
  LASTCLOSE LASTMONTH CLOSE
values 263 1 2 0
values 269 7 1 A 9:TRADING_SESSION_VWAP_PRICE 8 5 4 0 2 3 6
values 276 E I H F D C B A G
values 277 J K L B M H N P Q R I A C E F G D
values 279 0 1 2
values 281 7 1 C B A 9 8 6 5 4 2 0 3
values 286 1 2 3 4 0
values 291 1 2
values 292 B E C A D
values 297 6 1 10 9 8 7 5 4 3 2 0
values 298 4 2 1 3
values 300 9 1 2 3 4 5 6 7 8
values 301 1 0 2
values 303 2 1
values 321 0 1 2 3
values 323 5 1 6 2 4 3
values 325 Y N
values 326 20 13 14 15 16 17 19 22 21 12 18 10 9 8 7 6 5 4 3 1 2 23
values 327 X:EQUIPMENT_CHANGEOVER M:ADDITIONAL_INFORMATION E:ORDER_INFLUX P:NEWS_PENDING I:ORDER_IMBALANCE D:NEWS_DISSEMINATION
values 328 Y N
values 329 Y N
values 336
values 338 3 1 2
values 339 3 1 2
values 340 5 6 4 3 2 1 0
values 347 UTF-8:UTF8 ISO-2022-JP:ISO2022_JP EUC-JP:EUCJP Shift_JIS:SHIFT_JIS
values 373 12 17:NON 16 15 14 11 0 9 8 7 6 5 4 3 10 13 2 1
values 374 N C
values 378 7 0 8 6 5 4 3 1 2
values 380 3 7 4 6 0 5 1 2
values 385 S R
values 388 0 1 2 3 4 5
values 399 3 2 1
values 409 3 4 2 1
values 414 3 2 1
values 416 2 1
values 418 G A J R
values 419 8 D Z C B 9 7 6 5 4 3 2 A
values 423 3 1 4 6 7 8 5 2
values 427 0 2:ACCUMULATE_UNTIL_VERBALLLY_NOTIFIED_OTHERWISE 1
values 429 6 4 3 2 1 5
values 431 4 3 7 6 5 2 1
values 433 5 4 2 1 3
values 434 2:ORDER_CANCEL 1
values 447 5 8 A 9 E B 7 D F 1 2 3 4 6 C
values 452 15 3 20 19 18 17 16 7 1 2 5 6 14:GIVEUP_CLEARING_FIRM 8 9 10 11 12 13 4
values 460 8 12 11 1 3 4 2 6 10 7 9 5
values 464 Y N
values 477
values 480 M N Y O
values 481 3 2 1 Y N
values 484 S Q P O E D C B
values 487 N:NEW R:REPLACE C:CANCEL
values 492 14 13 12 11 10 9 8 7 15 3 6 4 1 2 5
values 495 19 11 12 13 14 15 10 17 5 16 9 8 21 6 20 4 3 2 1 0 7 23 24 25 26 27 28 29 18 22
values 506 A N R H
values 507 13 17 16 4 15 14 3 2 12 11 10 9 8 7 5 1 18 6
values 514 2 0 1
values 517
values 519 15 1 2 3 4 5 6 7 8 9 10 11 12 14 13
values 522 5 13 12 11 10 9 8 6 4 2 3 1 7
values 528 R I P W A G
values 529 7 A 1 8 6 5 3 2 4 9
values 530 1 7 6 5 4 2 3
values 531 6 0 7 3 5 4 1 2
values 532 2:INVALID_OR_UNKOWN_UNDERLYING_SECURITY 6 5 3 1 0 4
values 537 0 1 2
values 544 2 3 1
values 547 Y N
values 549 1 2 3 4
values 550 2 0 1
values 559 1 2 3 4 0
values 560 4 0 1 5 3 2
values 563
values 567 1
values 569 4 3 2 1 0
values 573 0 1 2
values 574 S5 M1 M6 M5 M3 S2 S3 S4 M2 A2 A3 A4 AQ MT M4 A1 S1 A5
values 575
values 577 8 5 9 2 6 10 4 3 0 7 1
values 581 3 7 6 4 2 1 8
values 582
values 585 1 2 3 4 5 6 8 7
values 589 0 1
values 590 1 2 0
values 625
values 626 6 2 3 5 1 4
values 635 H 5 4 3 2 1 M I 9 F E C B L
values 650 Y N
values 658 1 2 3 4 5 6
header 8! 9! 35! 49! 56! 115 128 90 91 34! 50 142 57 143 116 144 129 145 43 97 52! 122 212 213 347 369 370 627( 628 629 630 )
trailer 93 89 10!
admin 0 Heartbeat 112
admin 1 TestRequest 112!
admin 2 ResendRequest 7! 16!
admin 3 Reject 45! 371 372 373 58 354 355
admin 4 SequenceReset 123 36!
admin 5 Logout 58 354 355
app 6 IOI 23! 28! 26 @Instrument! 54! 465 27! 423 44 15 62 25 130 199( 104 ) 58 354 355 60 149 215( 216 217 ) @SpreadOrBenchmarkCurveData
  219
app 7 Advertisement 2! 5! 3 @Instrument! 4! 53! 44 15 75 60 58 354 355 149 30 336 625
app 8 ExecutionReport 37! 198 526 527 11 41 583 @Parties 229 382( 375 337 437 438 655 ) 66 548 551 549 17! 19 150! 39! 636 103 378 1 581
  589 590 591 63 64 544 635 @Instrument! 54! @Stipulations 465 @OrderQtyData! 40 423 44 99 211 388 389 15 376 377 59 168 432 126 18 528
  529 582 47 32 652 31 651 194 195 30 336 625 29 151! 14! 6! 424 425 426 427 75 60 113 @CommissionData @SpreadOrBenchmarkCurveData
  @YieldData 381 157 230 158 159 258 259 260 238 237 118 119 120 155 156 21 110 111 77 210 58 354 355 193 192 641 442 480 481 513 494 483
  515 484 485 638 639 518( 519 520 521 ) 555( @InstrumentLeg 564 565 @NestedParties 654 566 587 588 637 )
app 9 OrderCancelReject 37! 198 526 11! 583 41! 39! 636 586 66 1 581 229 60 434! 102 58 354 355
admin A Logon 98! 108! 95 96 141 383 384( 372 385 ) 464 553 554
app B News 42 61 148! 358 359 215( 216 217 ) 146( @Instrument ) 33!( 58! 354 355 ) 149 95 96
app C Email 164! 94! 42 147! 356 357 215( 216 217 ) 146( @Instrument ) 37 11 33!( 58! 354 355 ) 95 96
app D NewOrderSingle 11! 526 583 @Parties 229 1 581 589 590 591 78( 79 467 @NestedParties 80 ) 63 64 544 635 21! 18 110 111 100 386( 336
  625 ) 81 @Instrument! 140 54! 114 60! @Stipulations 465 @OrderQtyData! 40! 423 44 99 @SpreadOrBenchmarkCurveData @YieldData 15 376 377
  23 117 59 168 432 126 427 @CommissionData 528 529 582 47 121 120 58 354 355 193 192 640 77 203 210 211 388 389 480 481 513 494 158 159
  118
app E NewOrderList 66! 390 391 414 394! 415 480 481 513 433 69 352 353 68! 73!( 11! 526 67! 583 160 @Parties 229 1 581 589 590 591 78( 79
  467 @NestedParties 80 ) 63 64 544 635 21 18 110 111 100 386( 336 625 ) 81 @Instrument! 140 54! 401 114 60 @Stipulations 465
  @OrderQtyData! 40 423 44 99 @SpreadOrBenchmarkCurveData @YieldData 15 376 377 23 117 59 168 432 126 427 @CommissionData 528 529 582 47
  121 120 58 354 355 193 192 640 77 203 210 211 388 389 494 158 159 118 )
app F OrderCancelRequest 41! 37 11! 526 583 66 586 1 581 @Parties @Instrument! 54! 60! @OrderQtyData! 376 58 354 355
app G OrderCancelReplaceRequest 37 @Parties 229 41! 11! 526 583 66 586 1 581 589 590 591 78( 79 467 @NestedParties 80 ) 63 64 544 635 21!
  18 110 111 100 386( 336 625 ) @Instrument! 54! 60! 465 @OrderQtyData! 40! 423 44 99 @SpreadOrBenchmarkCurveData @YieldData 211 388 389
  376 377 15 59 168 432 126 427 @CommissionData 528 529 582 47 121 120 58 354 355 193 192 640 77 203 210 114 480 481 513 494 158 159 118
app H OrderStatusRequest 37 11! 526 583 @Parties 1 @Instrument! 54!
app J Allocation 70! 71! 626! 72 196 197 466 73( 11 37 198 526 66 ) 124( 32 17 527 31 29 ) 54! @Instrument! 53! 30 229 336 625 423 6! 15
  74 @Parties 75! 60 63 64 381 238 237 118 77 58 354 355 157 158 540 650 78( 79 366 80 467 81 @NestedParties 208 209 161 360 361
  @CommissionData 153 154 119 120 155 156 159 160 136( 137 138 139 ) )
app K ListCancelRequest 66! 60! 229 58 354 355
app L ListExecute 66! 391 390 60! 58 354 355
app M ListStatusRequest 66! 58 354 355
app N ListStatus 66! 429! 82! 431! 83! 444 445 446 60 68! 73!( 11! 526 14! 39! 636 151! 84! 6! 103 58 354 355 )
app P AllocationAck @Parties 70! 75! 60 87! 88 58 354 355 650
app Q DontKnowTrade 37! 17! 127! @Instrument! 54! @OrderQtyData! 32 31 58 354 355
app R QuoteRequest 131! 644 146!( @Instrument! 140 303 537 336 625 229 @Stipulations 54 465 38 152 63 64 40 193 192 126 60 15
  @SpreadOrBenchmarkCurveData 423 44 640 @YieldData ) 58 354 355
app S Quote 131 117! 537 301 @Parties 1 581 336 625 @Instrument! 132 133 645 646 647 134 648 135 62 188 190 189 191 631 632 633 634 60 63
  64 40 193 192 642 643 15 656 657 156 12 13 582 100 58 354 355
app T SettlementInstructions 162! 163! 214! 160! 165! 79! 467 11 75 70 30 336 625 54 167 168 60! @Parties 169 170 171 172 173 174 175 176
  177 178 179 180 181 182 183 184 185 186 187 492 476 488 489 503 490 491 504 505
app V MarketDataRequest 262! 263! 264! 265 266 286 546 547 267!( 269! ) 146!( @Instrument! ) 386( 336 625 )
app W MarketDataSnapshotFullRefresh 262 @Instrument! 291 292 387 449 450 451 268!( 269! 270 15 271 272 273 274 275 336 625 276 277 282 283
  284 286 59 432 126 110 18 287 37 299 288 289 346 290 546 58 354 355 )
app X MarketDataIncrementalRefresh 262 268!( 279! 285 269 278 280 @Instrument 291 292 270 15 271 272 273 274 275 336 625 276 277 282 283
  284 286 59 432 126 110 18 287 37 299 288 289 346 290 546 387 449 450 451 58 354 355 )
app Y MarketDataRequestReject 262! 281 58 354 355
app Z QuoteCancel 131 117! 298! 301 @Parties 1 581 336 625 295( @Instrument )
app a QuoteStatusRequest 649 117 @Instrument! @Parties 1 581 336 625 263
app b MassQuoteAcknowledgement 131 117 297! 300 301 537 @Parties 1 581 58 296( 302 @UnderlyingInstrument 304 295( 299 @Instrument 132 133
  134 135 62 188 190 189 191 631 632 633 634 60 336 625 64 40 193 192 642 643 15 368 ) )
app c SecurityDefinitionRequest 320! 321! @Instrument 15 58 354 355 336 625 555( @InstrumentLeg 556 ) 263
app d SecurityDefinition 320! 322! 323! @Instrument 15 336 625 58 354 355 555( @InstrumentLeg 556 ) 561 562
app e SecurityStatusRequest 324! @Instrument! 15 263! 336 625
app f SecurityStatus 324 @Instrument! 15 336 625 325 326 291 292 327 328 329 330 331 332 333 31 60 334 58 354 355
app g TradingSessionStatusRequest 335! 336 625 338 339 263!
app h TradingSessionStatus 335 336! 625 338 339 325 340! 567 341 342 343 344 345 387 58 354 355
app i MassQuote 131 117! 537 301 @Parties 1 581 293 294 296!( 302! @UnderlyingInstrument 367 304! 295!( 299! @Instrument 132 133 134 135
  62 188 190 189 191 631 632 633 634 60 336 625 64 40 193 192 642 643 15 ) )
app j BusinessMessageReject 45 372! 379 380! 58 354 355
app k BidRequest 390 391! 374! 392 393! 394! 395 15 396 397 398( 399 400 401 404 441 402 403 405 406 407 408 ) 420( 66 54 336 625 430 63
  64 1 ) 409 410 411 412 413 414 415 416 121 417 75 418! 419! 443 58 354 355
app l BidResponse 390 391 420!( @CommissionData! 66 421 54 44 423 406 430 63 64 336 625 58 354 355 )
app m ListStrikePrice 66! 422! 428!( @Instrument! 140 11 526 54 44! 15 58 354 355 )
admin n XMLnonFIX
app o RegistrationInstructions 513! 514! 508! 11 @Parties 1 493 495 517 473( 509 511 474 482 @NestedParties 522 486 475 ) 510( 477 512 478
  498 499 500 501 ) 517
app p RegistrationInstructionsResponse 513! 514! 508! 11 @Parties 1 506! 507 496
app q OrderMassCancelRequest 11! 526 530! 336 625 @Instrument @UnderlyingInstrument 54 60! 58 354 355
app r OrderMassCancelReport 11 526 37! 198 530! 531! 532 533 534( 41 535 536 ) 336 625 @Instrument @UnderlyingInstrument 54 60 58 354 355
app s NewOrderCross 548! 549! 550! 552!( 54! 11! 526 583 @Parties 229 1 581 589 590 591 78( 79 467 @NestedParties 80 ) 465 @OrderQtyData!
  @CommissionData 528 529 582 121 120 58 354 355 77 203 544 635 377 659 ) @Instrument! 63 64 21! 18 110 111 100 386( 336 625 ) 81 140 114
  60! @Stipulations 40! 423 44 99 @SpreadOrBenchmarkCurveData @YieldData 15 376 23 117 59 168 432 126 427 210 211 388 389 480 481 513 494
  158 159 118
app t CrossOrderCancelReplaceRequest 37 548! 551! 549! 550! 552!( 54! 41! 11! 526 583 586 @Parties 229 1 581 589 590 591 78( 79 467
  @NestedParties 80 ) 465 @OrderQtyData! @CommissionData 528 529 582 121 120 58 354 355 77 203 544 635 377 659 ) @Instrument! 63 64 21! 18
  110 111 100 386( 336 625 ) 81 140 114 60! @Stipulations 40! 423 44 99 @SpreadOrBenchmarkCurveData @YieldData 15 376 23 117 59 168 432
  126 427 210 211 388 389 480 481 513 494 158 159 118
app u CrossOrderCancelRequest 37 548! 551! 549! 550! 552!( 54! 41! 11! 526 583 586 @Parties 229 @OrderQtyData! 376 58 354 355 )
  @Instrument! 60!
app v SecurityTypeRequest 320! 58 354 355 336 625
app w SecurityTypes 320! 322! 323! 557 558( 167 460 461 ) 58 354 355 336 625 263
app x SecurityListRequest 320! 559! @Instrument 15 58 354 355 336 625 263
app y SecurityList 320! 322! 560! 393 146( @Instrument 15 555( @InstrumentLeg 556 ) 561 562 336 625 58 354 355 )
app z DerivativeSecurityListRequest 320! 559! @UnderlyingInstrument 15 58 354 355 336 625 263
app AA DerivativeSecurityList 320! 322! 560! @UnderlyingInstrument 393 146( @Instrument 15 555( @InstrumentLeg 556 ) 336 625 58 354 355 )
app AB NewOrderMultileg 11! 526 583 @Parties 1 581 589 590 591 78( 79 467 80 ) 63 64 544 635 21! 18 110 111 100 386( 336 625 ) 81 54!
  @Instrument! 140 555!( @InstrumentLeg 564 565 @NestedParties 654 566 587 588 ) 114 60! 465 @OrderQtyData! 40! 423 44 99 15 376 377 23
  117 59 168 432 126 427 @CommissionData 528 529 582 121 120 58 354 355 77 203 210 211 388 389 480 481 513 494 563 118
app AC MultilegOrderCancelReplaceRequest 37 41! 11! 526 583 586 @Parties 1 581 589 590 591 78( 79 467 80 ) 63 64 544 635 21! 18 110 111
  100 386( 336 625 ) 81 54! @Instrument! 140 555!( @InstrumentLeg 564 565 @NestedParties 654 566 587 588 ) 114 60! 465 @OrderQtyData! 40!
  423 44 99 15 376 377 23 117 59 168 432 126 427 @CommissionData 528 529 582 121 120 58 354 355 77 203 210 211 388 389 480 481 513 494 563
  118
app AD TradeCaptureReportRequest 568! 569! 263 17 37 11 573 @Parties @Instrument 580( 75 60 ) 54 58 354 355 578 579
app AE TradeCaptureReport 571! 487 568 150! 572 17 527 378 570! @Instrument! @OrderQtyData 32! 31! 194 195 30 75! 60! 63 64 573 574 552!(
  54! 37! 198 11 @Parties 1 581 81 575 576( 577 ) 635 578 579 15 376 377 528 529 582 483 336 625 @CommissionData 381 157 230 158 159 238
  237 118 119 120 155 156 77 58 354 355 442 518( 519 520 521 ) 136( 137 138 139 ) )
app AF OrderMassStatusRequest 584! 585! @Parties 1 336 625 @Instrument @UnderlyingInstrument 54
app AG QuoteRequestReject 131! 644 658! 146!( @Instrument! 140 303 537 336 625 229 @Stipulations 54 465 38 152 63 64 40 193 192 126 60 15
  @SpreadOrBenchmarkCurveData 423 44 640 @YieldData ) 58 354 355
app AH RFQRequest 644! 146!( @Instrument! 140 303 537 336 625 ) 263
app AI QuoteStatusReport 649 131 117! 537 @Parties 1 581 336 625 @Instrument! 132 133 645 646 647 134 648 135 62 188 190 189 191 631 632
  633 634 60 64 40 193 192 642 643 15 656 657 156 12 13 582 100 297
component CommissionData 12 13 479 497
component Instrument 55 65 48 22 454( 455 456 ) 460 461 167 200 541 224 225 239 226 227 228 255 543 470 471 472 240 202 206 231 223 207
  106 348 349 107 350 351
component InstrumentLeg 600 601 602 603 604( 605 606 ) 607 608 609 610 611 248 249 250 251 252 253 257 599 596 597 598 254 612 613 614 615
  616 617 618 619 620 621 622 623 624
component NestedParties 539( 524 525 538 545 )
component OrderQtyData 38 152 516 468 469
component Parties 453( 448 447 452 523 )
component SpreadOrBenchmarkCurveData 218 220 221 222
component Stipulations 232( 233 234 )
component UnderlyingInstrument 311 312 309 305 457( 458 459 ) 462 463 310 313 542 315 241 242 243 244 245 246 256 595 592 593 594 247 316
  317 436 435 308 306 362 363 307 364 365
component YieldData 235 236
`;
