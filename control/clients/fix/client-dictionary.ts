/**
 * FIX 4.4 as a client may speak it: TargetStrategy (847) is an enumeration of three, with the range from 1000 left to agreements, and Crossfeed's own tags may stand in an
 * order, also within a list. Other tags from 5000 up are nobody's business but those who know them.
 */
import { dictionary, type Dictionary, type Member, type MemberExtension } from '../../protocols/fix/dictionary.js';
import { MsgType } from '../../protocols/fix/msg-type.js';
import { strictValidation, Validator } from '../../protocols/fix/validator.js';
import { TAG } from './tags.js';

const OWN: readonly MemberExtension[] = [
  { tag: TAG.routingStrategy },
  { tag: TAG.triggerSource },
  { tag: TAG.linkKind },
];

let made: Dictionary | undefined;

/** Made once: a dictionary is large. */
export function clientDictionary(): Dictionary {
  if (made !== undefined) return made;
  const list = dictionary('FIX44')
    .message(MsgType.NewOrderList)
    ?.members.find(({ tag }) => tag === TAG.noOrders);
  made = dictionary('FIX44', {
    fields: [
      { tag: TAG.targetStrategy, name: 'TargetStrategy', type: 'INT' },
      { tag: TAG.routingStrategy, name: 'RoutingStrategy', type: 'STRING' },
      { tag: TAG.triggerSource, name: 'TriggerSource', type: 'STRING' },
      { tag: TAG.linkKind, name: 'LinkKind', type: 'STRING' },
    ],
    messages: [
      { msgType: 'D', members: OWN },
      {
        msgType: 'E',
        members: [
          { tag: TAG.noOrders, required: true, group: [...(list?.group ?? []).map(asExtension), ...OWN] },
          { tag: TAG.linkKind },
        ],
      },
    ],
  });
  return made;
}

export function clientValidator(): Validator {
  const own = clientDictionary();
  return new Validator(own, own, { ...strictValidation, userDefined: false });
}

function asExtension({ tag, required, group }: Member): MemberExtension {
  return group === undefined ? { tag, required } : { tag, required, group: group.map(asExtension) };
}
