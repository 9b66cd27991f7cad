/** FIX 4.0: its fields, and what its messages are made of. Form: ../dictionary-text.ts. */
export const fix40 = `
fields 1-50 52-140
names 22:IDSource 23:IOIid 27:IOIShares 32:LastShares 33:LinesOfText 53:Shares 63:SettlmntTyp 64:FutSettDate 68:ListNoOrds
  74:AvgPrxPrecision 77:OpenClose 80:AllocShares
type CHAR 1 5 8 10 11 15 18 22 27 30 35 37 41 43 46 48 49 50 55 56 57 58 63 65 66 69 76 79 86 92 97 100 105 106 107 109 112 113 114 115
  116 117 120 121 123 128 129 130 131 138 139
type DATE 64 75
type FLOAT 6 12 31 44 99 118 119 132 133 137 140
type INT 2 3 7 9 14 16 17 19 23 26 32 33 34 36 38 45 53 70 72 73 78 80 84 85 110 111 124 134 135 136
type TIME 42 52 60 62 122 126
values 5 C N R
values 8
values 13 1 2 3
values 18 0 1 2 3 4 5 6 7 8 9 A B C D E F G I L M N O P R S
values 22 1 2 3 4 5
values 24 A:AUTEX B:BRIDGE
values 27 L M S
values 28 C N R
values 29 1 2 3 4
values 35 0 1 2 3 4 5 6 7 8 9 A B C D E F G H J K L M N P Q R S
values 39 0 1 2 3 4 5 6 7 8 9 A B C
values 40 1 2 3 4 5 6 7 8 9 A B C D E P
values 47 A C D I J K M N U W Y
values 54 1 2 3 4 5 6
values 59 0 1 2 3 4 5 6
values 63 0 1 2 3 4 5 6 7 8 9
values 65
values 71 0 1 2
values 77
values 87 0 1 2 3
values 88 0 1 2:INCORRECT_AVERAGEG_PRICE 3 4 5 6 7
values 97
values 100 0:NONE 4:POSIT
values 102 0 1
values 103 0 1 2 3 4
values 104 A C I L M O P Q S T V W X
values 125 F:FULL_REMAINING_QUANTITY P:PARTIAL_CANCEL
values 127 A B C D E Z
values 139 1 2 3 4 5 6 7
header 8! 9! 35! 49! 56! 115 128 90 91 34! 50 57 116 129 43 97 52! 122
trailer 93 89 10!
admin 0 Heartbeat 112
admin 1 TestRequest 112!
admin 2 ResendRequest 7! 16!
admin 3 Reject 45! 58
admin 4 SequenceReset 123 36!
admin 5 Logout 58
app 6 IOI 23! 28! 26 55! 65 48 22 106 107 54! 27! 44 15 62 25 24 130 104 58
app 7 Advertisement 2! 5! 3 55! 65 48 22 106 107 4! 53! 44 15 60 58
app 8 ExecutionReport 37! 11 109 76 66 17! 20! 19 39! 103 1 63 64 55! 65 48 22 106 107 54! 38! 40 44 99 15 59 126 18 47 32! 31! 30 29 14!
  6! 75 60 113 12 13 136( 137 138 139 ) 118 119 120 58
app 9 OrderCancelReject 37! 11! 109 76 66 102 58
admin A Logon 98! 108! 95 96
app B News 42 61 46 33! 58! 95 96
app C Email 94! 42 46 37 11 33! 58! 95 96
app D NewOrderSingle 11! 109 76 1 63 64 21! 18 110 111 100 81 55! 65 48 22 106 107 140 54! 114 38! 40! 44 99 15 23 117 59 126 12 13 47 121
  120 58
app E NewOrderList 66! 105 67! 68! 69 11! 109 76 1 63 64 21! 18 110 111 100 81 55! 65 48 22 106 107 140 54! 114 38! 40! 44 99 15 59 126 12
  13 47 121 120 58
app F OrderCancelRequest 41! 37 11! 66 125! 109 76 55! 65 48 22 106 107 54! 38! 58
app G OrderCancelReplaceRequest 37 109 76 41! 11! 66 1 63 64 21! 18 110 111 100 55! 65 48 22 106 107 54! 38! 40! 44 99 15 59 126 12 13 47
  121 120 58
app H OrderStatusRequest 37 11! 109 76 55! 65 106 107 54!
app J Allocation 70! 71! 72 73!( 11! 37 66 105 ) 124( 17 32 31 30 ) 54! 55! 65 48 22 106 107 53! 6! 15 74 75! 60 63 64 118 136( 137 138
  139 ) 119 120 77 58 78!( 79! 80! 81 76 109 12 13 85 92 86 )
app K ListCancelRequest 66! 105 58
app L ListExecute 66! 105 58
app M ListStatusRequest 66! 105 58
app N ListStatus 66! 105 82! 83! 73!( 11! 14! 84! 6! )
app P AllocationInstructionAck 109 76 70! 75! 60 87! 88 58
app Q DontKnowTrade 37 17 127! 55! 54! 38! 32! 31! 58
app R QuoteRequest 131! 55! 65 48 22 106 107 140 54 38
app S Quote 131 117! 55! 65 48 22 106 107 132! 133 134 135 62
`;
