// How many packets one socket may send. Our own client sends one every few seconds while somebody
// types, so a full budget is never spent by a person.

const PACKETS = 60;
const WINDOW_MS = 10_000;

export class PacketBudget {
  private since = performance.now();
  private spent = 0;

  /** Counts one packet; false when there were too many within the window. */
  spend(): boolean {
    const now = performance.now();
    if (now - this.since > WINDOW_MS) {
      this.since = now;
      this.spent = 0;
    }
    this.spent += 1;
    return this.spent <= PACKETS;
  }
}
