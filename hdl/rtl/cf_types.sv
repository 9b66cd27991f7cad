// Structures that cross block boundaries.
`default_nettype none
package cf_types;
  // An accepted frame (a MoldUDP64 packet), ahead of its messages.
  typedef struct packed {
    logic [63:0] stamp;            // end of the frame, beats
    logic [63:0] start;            // its first beat
    logic [7:0]  channel;
    logic [79:0] session;          // byte 0 in bits 7:0
    logic [63:0] sequence_number;  // as in the packet header
    logic        heartbeat;
    logic        end_of_session;
    logic [15:0] messages;         // whole blocks that follow in the message store
    logic [15:0] empty;            // of those, of length zero
    logic        truncated;
    logic        overlong;
    logic        trailing;
    // Cut-through: of its messages, those that went up provisionally, and in which epoch. A bad frame stands here only
    // for them: its messages are gone.
    logic        aborted;
    logic [15:0] shown_first;
    logic [15:0] shown_count;
    logic [7:0]  shown_epoch;
  } frame_t;
  // Its width; a literal, because yosys does not take $bits of a type. Lint finds it when it is wrong.
  localparam int FRAME_W = 64 + 64 + 8 + 80 + 64 + 2 + 32 + 3 + 1 + 32 + 8;

  // What the arbiter hands up.
  typedef enum logic [2:0] {
    KIND_MESSAGE = 3'd0,
    KIND_GAP     = 3'd1,
    KIND_SESSION = 3'd2,
    KIND_END     = 3'd3,
    KIND_COMMIT  = 3'd4,
    KIND_ABORT   = 3'd5,
    KIND_RESTART = 3'd6  // PITCH: the numbers start again; no record
  } kind_e;

  typedef struct packed {
    kind_e        kind;
    logic [7:0]   channel;
    logic [1:0]   port;
    logic         unsequenced;
    logic         provisional;     // goes up before its frame is known good
    logic         quiet;           // went up provisionally: counted now, and no record again
    logic [63:0]  sequence_number; // first missing one for a gap; the first of a commit's or abort's range
    logic [63:0]  last;            // last missing one of a gap; the last of a range
    logic [47:0]  ingress;
    logic [15:0]  length;
    logic [511:0] data;            // message, or the session in its first 10 bytes
  } item_t;

  // A record on its way to host memory.
  typedef struct packed {
    logic [7:0]    channel;
    logic          two_slots;
    logic [63:0]   first;          // sequence numbers it speaks of, for loss accounting
    logic [63:0]   last;
    logic [1023:0] data;
  } record_t;
endpackage
`default_nettype wire
