/*
 * The books' usual path, in WebAssembly: adds, executions, cancels, deletes and replaces that meet nothing unusual.
 *
 * The tables are those of the TypeScript classes beside this folder (order-store.ts, price-ladders.ts, order-queues.ts, book-table.ts), in one
 * memory that both sides share; kernel.ts says where each table is. Every record is applied exactly as record-applier.ts and
 * order-books.ts apply it, to the same words, or not at all: a record that needs more room, meets an unknown or a second order, another
 * name, too many shares, … is left, untouched, to TypeScript. So this file has no errors, no growth and no rules of its own.
 *
 * build.sh compiles it; kernel.test.ts holds it against the TypeScript path, table by table.
 */

/* Everything becomes one function, in which what does not change within a batch can stay in registers. */
#define INLINE static inline __attribute__((always_inline))

typedef unsigned char u8;
typedef unsigned int u32;
typedef int i32;

enum { ADD = 'A', ADD_MPID = 'F', DELETE = 'D', EXECUTE = 'E', EXECUTE_WITH_PRICE = 'C', CANCEL = 'X', REPLACE = 'U' };
enum { TWO_SLOTS = 0x40, PRINTABLE = 'Y', BUY = 'B', SELL = 'S' };

/* Counters of a set and of a book, as in book-table.ts. */
enum { ADDS, EXECUTIONS, CANCELS, DELETES, REPLACES, CROSSED = 13 };

/* What kernel.ts copies of a slot: the record's first two words, and the words that messages about orders have. */
typedef struct {
  u8 type, channel, flags, letter; /* side of an add, or whether an execution is printable */
  u32 locate;                      /* in the low half */
  u32 timeLo, timeHi;              /* 48 bits */
  u32 shares;
  u32 refLo, refHi;
  u32 stockLo, stockHi; /* of a replace: the new reference */
  u32 price;
} Record;

typedef struct {
  u32 refLo, refHi, channel;
  u32 side; /* book * 2, plus 1 for asks; 0: a free place */
  i32 key;
  u32 shares, node;
  u32 home; /* in words from the table's begin */
} Order;

typedef struct {
  i32 key;
  u32 orders;
  double shares;
} Level;

typedef struct {
  u32 first, last;
} Ends;

typedef struct {
  u32 refLo, refHi, prev, next;
} Node;

typedef struct {
  u32 base, levels, capacityLog2;
  i32 best;
} Side;

typedef struct {
  Side sides[2];
  u32 flags, version, orders, nameLo, nameHi, key, epoch, unused;
} Book;

enum { FLAG_CHANGED = 1, FLAG_CROSSED = 2 };

typedef struct {
  u32 price, count;
  double shares, volume;
  u32 timeLo, timeHi, reason;
  u32 counters[23];
} Detail;

/* Where everything is: written by the tables whenever they are made or grow, in the order of shared-state.ts. */
typedef struct {
  Order *orders;
  u32 orderMask, orderShift, liveOrders, orderLimit;
  Level *levels;
  u32 liveLevels;
  Ends *ends; /* null where no queues are kept, as are the nodes */
  Node *nodes;
  u32 freeNode, freshNode, nodeCapacity;
  Book *books;
  Detail *details;
  u32 *byLocate;
  u32 locates;
  u32 *changed;
  u32 changedCount;
  double *totals;
  const u8 *started; /* by channel: whether a sequenced record has been seen */
} State;

_Static_assert(sizeof(Record) == 40 && sizeof(Order) == 32 && sizeof(Level) == 16, "as the TypeScript side has them");
_Static_assert(sizeof(Book) == 64 && sizeof(Detail) == 128 && sizeof(State) == 80, "as the TypeScript side has them");

enum { GROUP_LOG2 = 7, GROUP_MASK = (1 << GROUP_LOG2) - 1, ORDER_WORDS_LOG2 = 3 };
enum { LINEAR_LEVELS = 16, MOVE_LEVELS = 12 };
enum { TICK_INVERSE = 5243, TICK_SHIFT = 19, GUESS_LIMIT = 400000 };
/* So many levels are more than caches near a core hold. Records are looked at ahead in pieces whose lines such a cache does hold. */
enum { FAR_LEVELS = 1 << 17, AHEAD = 64 };
static const u32 NONE = ~0u;

INLINE i32 keyOf(u32 price, u32 ask) { return (i32)(price ^ (ask ? 0x7fffffffu : 0x80000000u)); }

/* Orders: a table of open addressing. order-store.ts says why it is as it is. */

INLINE u32 homeOf(const State *s, u32 channel, u32 refHi, u32 refLo) {
  const u32 group = (refLo >> GROUP_LOG2) ^ ((refHi ^ (channel << 24)) * 0x85ebca6bu);
  const u32 mixed = group * 0x9e3779b1u;
  return ((mixed >> s->orderShift) << GROUP_LOG2) | ((refLo + mixed) & GROUP_MASK);
}

/* The place of an order, or of the free one where it would be put. */
INLINE Order *placeOf(const State *s, u32 home, u32 channel, u32 refHi, u32 refLo) {
  for (u32 at = home;; at = (at + 1) & s->orderMask) {
    Order *order = s->orders + at;
    if (order->side == 0 || (order->refLo == refLo && order->refHi == refHi && order->channel == channel)) return order;
  }
}

INLINE Order *find(const State *s, u32 channel, u32 refHi, u32 refLo) {
  return placeOf(s, homeOf(s, channel, refHi, refLo), channel, refHi, refLo);
}

INLINE void closeUp(const State *s, u32 hole) {
  Order *orders = s->orders;
  const u32 mask = s->orderMask;
  for (u32 at = (hole + 1) & mask; orders[at].side != 0; at = (at + 1) & mask) {
    const u32 home = orders[at].home >> ORDER_WORDS_LOG2;
    if (((at - home) & mask) < ((at - hole) & mask)) continue;
    orders[hole] = orders[at];
    orders[at].side = 0;
    hole = at;
  }
}

/* Levels: a sorted run per side, the best one last. */

INLINE u32 guess(const State *s, const Side *side, i32 key) {
  const u32 worse = (u32)side->best - (u32)key;
  if (worse >= GUESS_LIMIT) return NONE;
  const u32 rank = (worse * TICK_INVERSE) >> TICK_SHIFT;
  if (rank >= side->levels) return NONE;
  const u32 level = side->base + side->levels - 1 - rank;
  return s->levels[level].key == key ? level : NONE;
}

/* The number behind the last level whose key is not above this one. */
INLINE u32 upperBound(const State *s, const Side *side, i32 key) {
  const Level *levels = s->levels;
  const u32 base = side->base;
  u32 at = base + side->levels;
  const u32 stop = side->levels > LINEAR_LEVELS ? at - LINEAR_LEVELS : base;
  while (at > stop && levels[at - 1].key > key) at--;
  if (at > stop || stop == base) return at;
  u32 low = base;
  while (low < at) {
    const u32 middle = (low + at) >> 1;
    if (levels[middle].key <= key)
      low = middle + 1;
    else
      at = middle;
  }
  return at;
}

/* The level of an order that rests. */
INLINE u32 levelOf(const State *s, const Side *side, i32 key) {
  const u32 likely = guess(s, side, key);
  return likely != NONE ? likely : upperBound(s, side, key) - 1;
}

INLINE void insertLevel(State *s, Side *side, u32 level, i32 key) {
  const u32 end = side->base + side->levels;
  Level *levels = s->levels;
  Ends *ends = s->ends;
  if (end - level > MOVE_LEVELS)
    __builtin_memmove(levels + level + 1, levels + level, (end - level) * sizeof(Level));
  else
    for (u32 i = end; i > level; i--) levels[i] = levels[i - 1];
  if (ends) {
    if (end - level > MOVE_LEVELS)
      __builtin_memmove(ends + level + 1, ends + level, (end - level) * sizeof(Ends));
    else
      for (u32 i = end; i > level; i--) ends[i] = ends[i - 1];
    ends[level] = (Ends){0, 0};
  }
  levels[level] = (Level){key, 0, 0};
  side->levels++;
  if (level == end) side->best = key;
  s->liveLevels++;
}

INLINE void removeLevel(State *s, Side *side, u32 level) {
  const u32 end = side->base + --side->levels;
  Level *levels = s->levels;
  Ends *ends = s->ends;
  if (end - level > MOVE_LEVELS)
    __builtin_memmove(levels + level, levels + level + 1, (end - level) * sizeof(Level));
  else
    for (u32 i = level; i < end; i++) levels[i] = levels[i + 1];
  if (ends) {
    if (end - level > MOVE_LEVELS)
      __builtin_memmove(ends + level, ends + level + 1, (end - level) * sizeof(Ends));
    else
      for (u32 i = level; i < end; i++) ends[i] = ends[i + 1];
  }
  if (side->levels > 0) side->best = levels[end - 1].key;
  s->liveLevels--;
}

/* Queues, where they are kept. */

INLINE u32 append(State *s, u32 level, u32 refHi, u32 refLo) {
  Node *nodes = s->nodes;
  Ends *ends = s->ends + level;
  u32 node = s->freeNode;
  if (node != 0)
    s->freeNode = nodes[node].next;
  else
    node = s->freshNode++;
  const u32 tail = ends->last;
  nodes[node] = (Node){refLo, refHi, tail, 0};
  if (tail == 0)
    ends->first = node;
  else
    nodes[tail].next = node;
  ends->last = node;
  return node;
}

INLINE void unlink(State *s, u32 level, u32 node) {
  Node *nodes = s->nodes;
  Ends *ends = s->ends + level;
  const u32 prev = nodes[node].prev;
  const u32 next = nodes[node].next;
  if (prev == 0)
    ends->first = next;
  else
    nodes[prev].next = next;
  if (next == 0)
    ends->last = prev;
  else
    nodes[next].prev = prev;
  nodes[node].next = s->freeNode;
  s->freeNode = node;
}

/* Books. */

INLINE void touch(State *s, u32 number) {
  Book *book = s->books + number;
  book->version++;
  if (book->flags & FLAG_CHANGED) return;
  book->flags |= FLAG_CHANGED;
  s->changed[s->changedCount++] = number;
}

INLINE void checkCrossed(State *s, u32 number) {
  Book *book = s->books + number;
  const Side *bid = &book->sides[0];
  const Side *ask = &book->sides[1];
  const u32 crossed = bid->levels != 0 && ask->levels != 0 && bid->best > ~ask->best;
  if (crossed == ((book->flags & FLAG_CROSSED) != 0)) return;
  book->flags ^= FLAG_CROSSED;
  if (!crossed) return;
  s->totals[CROSSED]++;
  s->details[number].counters[CROSSED]++;
}

/* An order into the free place that was found for it. 0, and nothing is changed, when there is no room for its level or in its queue. */
INLINE u32 rest(State *s, Order *order, u32 home, u32 channel, u32 sideNumber, u32 refHi, u32 refLo, u32 price,
                       u32 shares) {
  const u32 number = sideNumber >> 1;
  Book *book = s->books + number;
  Side *side = &book->sides[sideNumber & 1];
  const i32 key = keyOf(price, sideNumber & 1);
  if (s->ends && s->freeNode == 0 && s->freshNode + 1 >= s->nodeCapacity) return 0;
  u32 level = guess(s, side, key);
  if (level == NONE) {
    level = upperBound(s, side, key);
    if (level > side->base && s->levels[level - 1].key == key)
      level--;
    else if (side->capacityLog2 == 0 || side->levels == 1u << side->capacityLog2)
      return 0;
    else
      insertLevel(s, side, level, key);
  }
  s->liveOrders++;
  order->refLo = refLo;
  order->refHi = refHi;
  order->channel = channel;
  order->side = sideNumber;
  order->key = key;
  order->shares = shares;
  order->home = home << ORDER_WORDS_LOG2;
  const u32 count = ++s->levels[level].orders;
  s->levels[level].shares += shares;
  if (s->ends) order->node = append(s, level, refHi, refLo);
  book->orders++;
  if (count == 1) checkCrossed(s, number);
  touch(s, number);
  return 1;
}

INLINE void removeOrder(State *s, Order *order) {
  const u32 number = order->side >> 1;
  Book *book = s->books + number;
  Side *side = &book->sides[order->side & 1];
  const u32 level = levelOf(s, side, order->key);
  if (s->ends) unlink(s, level, order->node);
  const u32 shares = order->shares;
  const u32 at = order - s->orders;
  s->liveOrders--;
  order->side = 0;
  if (s->orders[(at + 1) & s->orderMask].side != 0) closeUp(s, at);
  const u32 count = --s->levels[level].orders;
  s->levels[level].shares -= shares;
  book->orders--;
  if (count == 0) {
    removeLevel(s, side, level);
    checkCrossed(s, number);
  }
  touch(s, number);
}

/* Takes shares from an order that has at least as many. */
INLINE void reduce(State *s, Order *order, u32 shares) {
  if (order->shares == shares) {
    removeOrder(s, order);
    return;
  }
  order->shares -= shares;
  const Side *side = &s->books[order->side >> 1].sides[order->side & 1];
  s->levels[levelOf(s, side, order->key)].shares -= shares;
  touch(s, order->side >> 1);
}

INLINE void trade(State *s, u32 number, u32 price, const Record *r) {
  Detail *detail = s->details + number;
  detail->price = price;
  detail->timeLo = r->timeLo;
  detail->timeHi = r->timeHi & 0xffff;
  detail->count++;
  detail->shares = r->shares;
  detail->volume += r->shares;
  touch(s, number);
}

/* Where the number of a message's book is. */
INLINE u32 slotOf(const Record *r) { return (u32)r->channel << 16 | (r->locate & 0xffff); }

/* Messages. Each answers 1 when it has been applied, and 0 when it has changed nothing and is left to TypeScript. */

INLINE u32 add(State *s, const Record *r) {
  const u32 slot = slotOf(r);
  if (slot >= s->locates) return 0;
  const u32 number = s->byLocate[slot];
  if (number == 0) return 0;
  const Book *book = s->books + number;
  if (book->nameLo != r->stockLo || book->nameHi != r->stockHi) return 0;
  if (r->letter != BUY && r->letter != SELL) return 0;
  /* The table is grown at half full. */
  if (r->shares == 0 || s->liveOrders >= s->orderLimit || (s->liveOrders + 1) * 2 > s->orderMask + 1) return 0;
  const u32 home = homeOf(s, r->channel, r->refHi, r->refLo);
  Order *order = placeOf(s, home, r->channel, r->refHi, r->refLo);
  if (order->side != 0) return 0;
  if (!rest(s, order, home, r->channel, number * 2 + (r->letter == SELL), r->refHi, r->refLo, r->price, r->shares)) return 0;
  s->totals[ADDS]++;
  return 1;
}

INLINE u32 execute(State *s, const Record *r) {
  Order *order = find(s, r->channel, r->refHi, r->refLo);
  if (order->side == 0 || r->shares == 0 || r->shares > order->shares) return 0;
  s->totals[EXECUTIONS]++;
  if (r->type == EXECUTE)
    trade(s, order->side >> 1, (u32)keyOf((u32)order->key, order->side & 1), r);
  else if (r->letter == PRINTABLE)
    trade(s, order->side >> 1, r->price, r);
  reduce(s, order, r->shares);
  return 1;
}

INLINE u32 cancel(State *s, const Record *r) {
  Order *order = find(s, r->channel, r->refHi, r->refLo);
  if (order->side == 0 || r->shares == 0 || r->shares > order->shares) return 0;
  s->totals[CANCELS]++;
  reduce(s, order, r->shares);
  return 1;
}

INLINE u32 deleteOrder(State *s, const Record *r) {
  Order *order = find(s, r->channel, r->refHi, r->refLo);
  if (order->side == 0) return 0;
  s->totals[DELETES]++;
  removeOrder(s, order);
  return 1;
}

INLINE u32 replace(State *s, const Record *r) {
  const u32 refLo = r->stockLo;
  const u32 refHi = r->stockHi;
  Order *order = find(s, r->channel, r->refHi, r->refLo);
  if (order->side == 0 || r->shares == 0) return 0;
  const u32 sideNumber = order->side;
  const Side *side = &s->books[sideNumber >> 1].sides[sideNumber & 1];
  /* The new order has the old one's room, but its level might need more; and its reference must be new. */
  if (side->levels == 1u << side->capacityLog2) return 0;
  const u32 home = homeOf(s, r->channel, refHi, refLo);
  if (placeOf(s, home, r->channel, refHi, refLo)->side != 0) return 0;
  s->totals[REPLACES]++;
  removeOrder(s, order);
  /* Found anew: closing up may have opened a place nearer to its home. */
  rest(s, placeOf(s, home, r->channel, refHi, refLo), home, r->channel, sideNumber, refHi, refLo, r->price, r->shares);
  return 1;
}

INLINE u32 applyOne(State *s, const Record *r) {
  switch (r->type) {
    case ADD:
    case ADD_MPID:
      return add(s, r);
    case DELETE:
      return deleteOrder(s, r);
    case EXECUTE:
    case EXECUTE_WITH_PRICE:
      return execute(s, r);
    case CANCEL:
      return cancel(s, r);
    case REPLACE:
      return replace(s, r);
    default:
      return 0;
  }
}

/* Reads for the cache's sake. */
INLINE void peek(const void *place) { (void)*(const volatile u32 *)place; }

/* Reads an order's place and its book. */
INLINE void lookAhead(const State *s, const Record *r) {
  const u32 slot = slotOf(r);
  peek(s->orders + homeOf(s, r->channel, r->refHi, r->refLo));
  if (slot < s->locates) peek(s->books + s->byLocate[slot]);
}

/* Reads what follows from these two: the level where the order is likely to be, and the place behind an order that may go. */
INLINE void lookFurther(const State *s, const Record *r) {
  u32 sideNumber;
  i32 key;
  if (r->type == ADD) {
    const u32 slot = slotOf(r);
    if (slot >= s->locates) return;
    sideNumber = s->byLocate[slot] * 2 + (r->letter == SELL);
    key = keyOf(r->price, sideNumber & 1);
  } else {
    const u32 home = homeOf(s, r->channel, r->refHi, r->refLo);
    const Order *order = s->orders + home;
    peek(s->orders + ((home + 1) & s->orderMask));
    if (order->refLo != r->refLo) return;
    sideNumber = order->side;
    key = order->key;
  }
  const Side *side = &s->books[sideNumber >> 1].sides[sideNumber & 1];
  const u32 rank = (((u32)side->best - (u32)key) * TICK_INVERSE) >> TICK_SHIFT;
  if (rank < side->levels) peek(s->levels + side->base + side->levels - 1 - rank);
}

/*
 * Applies the records from `at` up to `end`. Answers with the first one that it leaves to TypeScript; with `end` or, when the second
 * slot of the last record is behind it, `end + 1` when there is none.
 */
u32 apply(State *shared, const Record *records, u32 at, u32 end) {
  State copy = *shared;
  State *s = &copy;
  /* One after the other each order, each book and each level would be waited for; so the waits of some records overlap. */
  const u32 isFar = s->liveLevels >= FAR_LEVELS && !s->nodes;
  /* Where an interrupted batch goes on has been looked at up to the end of its piece. */
  u32 looked = (at + AHEAD - 1) & ~(AHEAD - 1u);
  while (at < end) {
    if (at >= looked) {
      looked = (at + AHEAD) & ~(AHEAD - 1u);
      const u32 stop = looked < end ? looked : end;
      for (u32 i = at; i < stop; i++) lookAhead(s, records + i);
      if (isFar)
        for (u32 i = at; i < stop; i++) lookFurther(s, records + i);
    }
    const Record *r = records + at;
    if (!s->started[r->channel] || !applyOne(s, r)) break;
    at += r->flags & TWO_SLOTS ? 2 : 1;
  }
  *shared = copy;
  return at;
}
