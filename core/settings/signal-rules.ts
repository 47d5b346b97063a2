// What must hold between the settings of signals and the rest of the pool? A table like
// pool-rules.ts, whose rows it joins.

import { alarmId } from "../values/alarm-id.ts";
import type { Mistake, PoolRule } from "./problem.ts";

export const signalRules: readonly PoolRule[] = [
  {
    needs: ["clientId", "signals.traffic.clients"],
    breach: ({ pool: { clientId, signals }, called }) => {
      const index = signals.traffic.clients.indexOf(clientId);
      if (index < 0) return null;
      return {
        field: `signals.traffic.clients.${index}`,
        must: `must differ from ${called("clientId")}, whose sign-ins are the probes' own`,
        value: clientId,
        note: " for both",
        next: "Give the probes an app client of their own, and name those of your users here",
      };
    },
  },
  {
    needs: ["signals.alarms"],
    breach: ({ pool: { signals }, called }) =>
      signals.alarms.flatMap((alarm, index): readonly Mistake[] => {
        const first = signals.alarms.findIndex((other) => alarmId(other) === alarmId(alarm));
        if (first === index) return [];
        return [
          {
            field: `signals.alarms.${index}.name`,
            must: `must differ from ${called(`signals.alarms.${first}.name`)} in the same Region`,
            value: alarm.name,
            note: " for both",
            next: "Describe each alarm once, with all that it may do",
          },
        ];
      }),
  },
];
