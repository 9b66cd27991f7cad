/**
 * Definitions of our own, for what the ones of FIX 4.2 cannot say: resets in the middle of a session, versions of FIXT.1.1, values that are
 * not checked, echoes that keep their fields. Written with `|` for SOH; `HEAD` stands for BeginString, `ME` for the tester's CompID,
 * `VER` for DefaultApplVerID with its SOH where there is one.
 */
import { parseDefinition, soh, type Definition } from './definition.js';
import type { Dialect } from './dialects.js';

interface OwnDefinition {
  readonly name: string;
  readonly since: number;
  readonly until?: number;
  readonly lines: string;
}

const logon = `
iCONNECT
I8=HEAD|35=A|34=1|49=ME|52=<TIME>|56=ISLD|98=0|108=30|VER
E8=HEAD|35=A|34=1|49=ISLD|52=0|56=ME|98=0|108=30|VER`;

const definitions: readonly OwnDefinition[] = [
  {
    name: 'own: a Logon with ResetSeqNumFlag starts both sides over without a new connection',
    since: 41,
    lines: `${logon}
I8=HEAD|35=0|34=2|49=ME|52=<TIME>|56=ISLD|
I8=HEAD|35=1|34=3|49=ME|52=<TIME>|56=ISLD|112=before|
E8=HEAD|35=0|34=2|49=ISLD|52=0|56=ME|112=before|
I8=HEAD|35=A|34=1|49=ME|52=<TIME>|56=ISLD|98=0|108=20|141=Y|VER
E8=HEAD|35=A|34=1|49=ISLD|52=0|56=ME|98=0|108=20|141=Y|VER
I8=HEAD|35=1|34=2|49=ME|52=<TIME>|56=ISLD|112=after|
E8=HEAD|35=0|34=2|49=ISLD|52=0|56=ME|112=after|
I8=HEAD|35=5|34=3|49=ME|52=<TIME>|56=ISLD|
E8=HEAD|35=5|34=3|49=ISLD|52=0|56=ME|
eDISCONNECT`,
  },
  {
    name: 'own: every Logon starts over, and orders of the last one are forgotten',
    since: 42,
    lines: `${logon}
I8=HEAD|35=D|34=2|49=ME|52=<TIME>|56=ISLD|11=A1|21=3|40=1|54=1|55=ABC|60=<TIME>|
E8=HEAD|35=D|34=2|49=ISLD|52=0|56=ME|11=A1|21=3|40=1|54=1|55=ABC|60=0|
iDISCONNECT
${logon}
I8=HEAD|35=D|34=2|49=ME|52=<TIME>|56=ISLD|97=Y|11=A1|21=3|40=1|54=1|55=ABC|60=<TIME>|
E8=HEAD|35=D|34=2|49=ISLD|52=0|56=ME|97=Y|11=A1|21=3|40=1|54=1|55=ABC|60=0|
I8=HEAD|35=D|34=3|49=ME|52=<TIME>|56=ISLD|97=Y|11=A1|21=3|40=1|54=1|55=ABC|60=<TIME>|
I8=HEAD|35=2|34=4|49=ME|52=<TIME>|56=ISLD|7=2|16=0|
E8=HEAD|35=D|34=2|43=Y|49=ISLD|52=0|56=ME|122=0|97=Y|11=A1|21=3|40=1|54=1|55=ABC|60=0|
I8=HEAD|35=5|34=5|49=ME|52=<TIME>|56=ISLD|
E8=HEAD|35=5|34=3|49=ISLD|52=0|56=ME|
eDISCONNECT`,
  },
  {
    name: 'own: an Email comes back with its group, a News does not',
    since: 42,
    lines: `${logon}
I8=HEAD|35=C|34=2|49=ME|52=<TIME>|56=ISLD|164=T1|94=0|147=Hello|33=2|58=line one|58=line two|
E8=HEAD|35=C|34=2|49=ISLD|52=0|56=ME|164=T1|94=0|147=Hello|33=2|58=line one|58=line two|
I8=HEAD|35=B|34=3|49=ME|52=<TIME>|56=ISLD|148=Hello|33=1|58=line one|
E8=HEAD|35=j|34=3|49=ISLD|52=0|56=ME|45=3|372=B|380=3|58=unsupported|VER
I8=HEAD|35=5|34=4|49=ME|52=<TIME>|56=ISLD|
E8=HEAD|35=5|34=4|49=ISLD|52=0|56=ME|
eDISCONNECT`,
  },
  {
    name: 'own: data with SOH in it comes back byte for byte',
    since: 43,
    lines: `${logon}
I8=HEAD|35=C|34=2|49=ME|52=<TIME>|56=ISLD|164=T1|94=0|147=Hello|33=1|58=line one|95=8|96=a|9999=c|
E8=HEAD|35=C|34=2|49=ISLD|52=0|56=ME|164=T1|94=0|147=Hello|33=1|58=line one|95=8|96=a|9999=c|
I8=HEAD|35=5|34=3|49=ME|52=<TIME>|56=ISLD|
E8=HEAD|35=5|34=3|49=ISLD|52=0|56=ME|
eDISCONNECT`,
  },
  {
    name: 'own: a gap of thousands is asked for in one piece, and times within two minutes are in order',
    since: 42,
    lines: `${logon}
I8=HEAD|35=0|34=2|49=ME|52=<TIME-118>|56=ISLD|
I8=HEAD|35=0|34=3|49=ME|52=<TIME+118>|56=ISLD|
I8=HEAD|35=0|34=9000|49=ME|52=<TIME>|56=ISLD|
E8=HEAD|35=2|34=2|49=ISLD|52=0|56=ME|7=4|16=0|
I8=HEAD|35=4|34=4|43=Y|49=ME|52=<TIME>|56=ISLD|122=<TIME>|36=9000|123=Y|
I8=HEAD|35=1|34=9001|49=ME|52=<TIME>|56=ISLD|112=done|
E8=HEAD|35=0|34=3|49=ISLD|52=0|56=ME|112=done|
I8=HEAD|35=5|34=9002|49=ME|52=<TIME>|56=ISLD|
E8=HEAD|35=5|34=4|49=ISLD|52=0|56=ME|
eDISCONNECT`,
  },
  {
    name: 'own: NextExpectedMsgSeqNum and LastMsgSeqNumProcessed are taken and not sent',
    since: 44,
    lines: `
iCONNECT
I8=HEAD|35=A|34=1|49=ME|52=<TIME>|56=ISLD|369=0|98=0|108=30|789=1|VER
E8=HEAD|35=A|34=1|49=ISLD|52=0|56=ME|98=0|108=30|VER
I8=HEAD|35=1|34=2|49=ME|52=<TIME>|56=ISLD|369=1|112=here|
E8=HEAD|35=0|34=2|49=ISLD|52=0|56=ME|112=here|
I8=HEAD|35=5|34=3|49=ME|52=<TIME>|56=ISLD|
E8=HEAD|35=5|34=3|49=ISLD|52=0|56=ME|
eDISCONNECT`,
  },
  {
    name: 'own: a value that is missing is rejected, or let through where it is not checked',
    since: 44,
    until: 44,
    lines: `
iCONNECT
I8=HEAD|35=A|34=1|49=TW|52=<TIME>|56=ISLD|98=0|108=30|
E8=HEAD|35=A|34=1|49=ISLD|52=0|56=TW|98=0|108=30|
I8=HEAD|35=1|34=2|49=TW|52=<TIME>|56=ISLD|112=|
E8=HEAD|35=3|34=2|49=ISLD|52=0|56=TW|45=2|58=no value|371=112|372=1|373=4|
I8=HEAD|35=5|34=3|49=TW|52=<TIME>|56=ISLD|
E8=HEAD|35=5|34=3|49=ISLD|52=0|56=TW|
eDISCONNECT
iCONNECT
I8=HEAD|35=A|34=1|49=NO_CHECK_FIELDS_HAVE_VALUES|52=<TIME>|56=ISLD|98=0|108=30|
E8=HEAD|35=A|34=1|49=ISLD|52=0|56=NO_CHECK_FIELDS_HAVE_VALUES|98=0|108=30|
I8=HEAD|35=1|34=2|49=NO_CHECK_FIELDS_HAVE_VALUES|52=<TIME>|56=ISLD|112=|
E8=HEAD|35=0|34=2|49=ISLD|52=0|56=NO_CHECK_FIELDS_HAVE_VALUES|112=|
I8=HEAD|35=5|34=3|49=NO_CHECK_FIELDS_HAVE_VALUES|52=<TIME>|56=ISLD|
E8=HEAD|35=5|34=3|49=ISLD|52=0|56=NO_CHECK_FIELDS_HAVE_VALUES|
eDISCONNECT`,
  },
  {
    name: 'own: a Logon without DefaultApplVerID is not answered',
    since: 50,
    lines: `
iCONNECT
I8=HEAD|35=A|34=1|49=ME|52=<TIME>|56=ISLD|98=0|108=30|
eDISCONNECT
iCONNECT
I8=HEAD|35=A|34=1|49=ME|52=<TIME>|56=ISLD|98=0|108=30|1137=99|
eDISCONNECT`,
  },
  {
    name: 'own: the version of the Logon decides, and comes back',
    since: 50,
    lines: `
iCONNECT
I8=HEAD|35=A|34=1|49=ME|52=<TIME>|56=ISLD|98=0|108=30|1137=8|
E8=HEAD|35=A|34=1|49=ISLD|52=0|56=ME|98=0|108=30|1137=8|
I8=HEAD|35=B|34=2|49=ME|52=<TIME>|56=ISLD|148=Hello|33=1|58=line one|
E8=HEAD|35=j|34=2|49=ISLD|52=0|56=ME|45=2|372=B|380=3|58=unsupported|1137=8|
I8=HEAD|35=5|34=3|49=ME|52=<TIME>|56=ISLD|
E8=HEAD|35=5|34=3|49=ISLD|52=0|56=ME|
eDISCONNECT`,
  },
  {
    name: 'own: two connections of different sessions do not know of each other',
    since: 44,
    until: 44,
    lines: `
i1,CONNECT
i2,CONNECT
I1,8=HEAD|35=A|34=1|49=ME|52=<TIME>|56=ISLD|98=0|108=30|
I2,8=FIX.4.2|35=A|34=1|49=TW42|52=<TIME>|56=ISLD|98=0|108=30|
E2,8=FIX.4.2|35=A|34=1|49=ISLD|52=0|56=TW42|98=0|108=30|
E1,8=HEAD|35=A|34=1|49=ISLD|52=0|56=ME|98=0|108=30|
I2,8=FIX.4.2|35=5|34=2|49=TW42|52=<TIME>|56=ISLD|
E2,8=FIX.4.2|35=5|34=2|49=ISLD|52=0|56=TW42|
e2,DISCONNECT
I1,8=HEAD|35=1|34=2|49=ME|52=<TIME>|56=ISLD|112=still|
E1,8=HEAD|35=0|34=2|49=ISLD|52=0|56=ME|112=still|
I1,8=HEAD|35=5|34=3|49=ME|52=<TIME>|56=ISLD|
E1,8=HEAD|35=5|34=3|49=ISLD|52=0|56=ME|
e1,DISCONNECT`,
  },
];

/** Those that make sense in this dialect. */
export function ownDefinitions(dialect: Dialect): Definition[] {
  return definitions
    .filter(({ since, until = Infinity }) => since <= dialect.version && dialect.version <= until)
    .map(({ name, lines }) => {
      const text = lines
        .replaceAll('HEAD', dialect.beginString)
        .replaceAll('=ME|', `=${dialect.compId}|`)
        .replaceAll('VER', dialect.applVerId === undefined ? '' : `1137=${dialect.applVerId}|`);
      return parseDefinition(name, text.replaceAll('|', soh));
    });
}
