// The numbers that the server reserved for this laptop, in blocks; taken in order, each once, in the transaction that uses it.
export const WARN_BELOW = 20, BLOCK = 100;

export class Numbers {
  constructor(store, blocks) {
    this.store = store;
    this.blocks = blocks;
  }

  static async of(store) {
    const things = await store.all("things");
    const blocks = things.filter((thing) => thing.kind === "block").sort((a, b) => a.got_at - b.got_at);
    return new Numbers(store, blocks);
  }

  left(today) {
    return this.blocks.filter((block) => usable(block, today)).reduce((sum, block) => sum + block.entries.length - block.next, 0);
  }

  // The next `count` entries, and what must be written with them. Null when there are not so many.
  take(count, today) {
    const taken = [], changes = [];
    for (const block of this.blocks.filter((each) => usable(each, today))) {
      const some = block.entries.slice(block.next, block.next + count - taken.length);
      if (!some.length) continue;
      taken.push(...some);
      changes.push({ store: "things", id: block.id, value: { ...block, next: block.next + some.length } });
    }
    return taken.length === count ? { taken, changes } : null;
  }

  // After the transaction: what was written is what is.
  took(changes) {
    for (const { id, value } of changes) Object.assign(this.blocks.find((block) => block.id === id) ?? {}, value);
  }

  async add(answer, gotAt) {
    const block = { kind: "block", id: `block:${answer.block_id}`, entries: answer.entries, next: 0, until: answer.until, got_at: gotAt };
    if (this.blocks.some(({ id }) => id === block.id)) return;
    await this.store.write([{ store: "things", id: block.id, value: block }]);
    this.blocks.push(block);
  }
}

const usable = (block, today) => !block.until || String(block.until).slice(0, 10) >= today;
