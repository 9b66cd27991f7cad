/** Opens the dialog of a command; whoever has not said who they are is asked first. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { OrderDesk } from '../orders/desk.js';
import { CommandDialog, type OperatorCommand } from './command-dialog.js';

export interface Operate {
  readonly open: (command: OperatorCommand) => void;
  /** To be drawn with the view. */
  readonly dialog: JSX.Element | null;
}

export function useCommand(desk: OrderDesk, askToken: () => void): Operate {
  const [command, setCommand] = useState<OperatorCommand | undefined>();
  return {
    open: (next) => {
      if (desk.hasToken) setCommand(next);
      else askToken();
    },
    dialog:
      command === undefined ? null : (
        <CommandDialog command={command} desk={desk} close={() => setCommand(undefined)} />
      ),
  };
}
