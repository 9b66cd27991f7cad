/* Generated from hdl/records.yaml and hdl/registers.yaml by `npm run generate`; do not edit. */
#ifndef CROSSFEED_LAYOUT_H
#define CROSSFEED_LAYOUT_H

#define CF_CLOCK_PS 6400u
#define CF_HELD_DEPTH 256u
#define CF_GAP_HISTORY 16u
#define CF_SESSION_HISTORY 8u
#define CF_MAX_MESSAGE_BYTES 64u
#define CF_MAX_FRAME_LIMIT 2048u
#define CF_SKEW_BINS 16u
#define CF_CAPTURE_FRAMES 8u
#define CF_SENSORS 8u

#define CF_REJ_BAD_FCS 0u /* the MAC marked a bad frame check sequence */
#define CF_REJ_RUNT 1u /* shorter than MIN_FRAME_BYTES */
#define CF_REJ_OVERSIZE 2u /* longer than MAX_FRAME_BYTES */
#define CF_REJ_NOT_IPV4 3u /* EtherType after at most two VLAN tags is not 0x0800 */
#define CF_REJ_BAD_IPV4_HEADER 4u /* version not 4, IHL below 5, total length beyond the frame or below the header, or header checksum wrong */
#define CF_REJ_FRAGMENT 5u /* more-fragments flag or fragment offset set */
#define CF_REJ_NOT_UDP 6u /* IPv4 protocol is not 17 */
#define CF_REJ_BAD_UDP_LENGTH 7u /* UDP length below 8 or beyond the IPv4 payload */
#define CF_REJ_BAD_UDP_CHECKSUM 8u /* UDP checksum present and wrong */
#define CF_REJ_NO_CHANNEL 9u /* no enabled match entry for destination address, port and line, or its channel is disabled */
#define CF_REJ_SHORT_PROTOCOL_HEADER 10u /* UDP payload shorter than the protocol header */
#define CF_REJ_SEQUENCE_OVERFLOW 11u /* sequence number plus message count exceeds 2^64 - 1 */
#define CF_REJ_STALE_SESSION 12u /* a session that the channel has left */
#define CF_REJ_COUNT 13u

#define CF_PC_FRAMES 0u /* frames seen, good and bad */
#define CF_PC_BYTES 1u /* bytes of those frames, without FCS */
#define CF_PC_ACCEPTED 2u /* frames not rejected */
#define CF_PC_BLOCKS 3u /* whole message blocks in accepted packets */
#define CF_PC_EMPTY_BLOCKS 4u /* of those, blocks of length zero */
#define CF_PC_TRUNCATED 5u /* accepted packets that end before the message count they promise */
#define CF_PC_OVERLONG 6u /* of those, packets whose next block's length runs past the payload */
#define CF_PC_TRAILING_BYTES 7u /* accepted packets with bytes left after the last promised block */
#define CF_PC_HEARTBEATS 8u /* accepted packets with message count 0 */
#define CF_PC_END_OF_SESSIONS 9u /* accepted packets with message count 0xFFFF */
#define CF_PC_UNSEQUENCED 10u /* accepted packets with sequence number 0 that carry messages */
#define CF_PC_OVERRUNS 11u /* frames lost whole because a receive buffer was full */
#define CF_PC_REJECTED_BAD_FCS 12u /* frames rejected: the MAC marked a bad frame check sequence */
#define CF_PC_REJECTED_RUNT 13u /* frames rejected: shorter than MIN_FRAME_BYTES */
#define CF_PC_REJECTED_OVERSIZE 14u /* frames rejected: longer than MAX_FRAME_BYTES */
#define CF_PC_REJECTED_NOT_IPV4 15u /* frames rejected: EtherType after at most two VLAN tags is not 0x0800 */
#define CF_PC_REJECTED_BAD_IPV4_HEADER 16u /* frames rejected: version not 4, IHL below 5, total length beyond the frame or below the header, or header checksum wrong */
#define CF_PC_REJECTED_FRAGMENT 17u /* frames rejected: more-fragments flag or fragment offset set */
#define CF_PC_REJECTED_NOT_UDP 18u /* frames rejected: IPv4 protocol is not 17 */
#define CF_PC_REJECTED_BAD_UDP_LENGTH 19u /* frames rejected: UDP length below 8 or beyond the IPv4 payload */
#define CF_PC_REJECTED_BAD_UDP_CHECKSUM 20u /* frames rejected: UDP checksum present and wrong */
#define CF_PC_REJECTED_NO_CHANNEL 21u /* frames rejected: no enabled match entry for destination address, port and line, or its channel is disabled */
#define CF_PC_REJECTED_SHORT_PROTOCOL_HEADER 22u /* frames rejected: UDP payload shorter than the protocol header */
#define CF_PC_REJECTED_SEQUENCE_OVERFLOW 23u /* frames rejected: sequence number plus message count exceeds 2^64 - 1 */
#define CF_PC_REJECTED_STALE_SESSION 24u /* frames rejected: a session that the channel has left */
#define CF_PC_COUNT 25u

#define CF_CC_DELIVERED 0u /* messages delivered, unknown ones included, before the filter */
#define CF_CC_UNKNOWN 1u /* of those, of unknown type or length */
#define CF_CC_FILTERED 2u /* of those, dropped by the stock-locate filter */
#define CF_CC_EMPTY 3u /* zero-length messages consumed in order */
#define CF_CC_GAPS 4u /* gap records */
#define CF_CC_GAP_MESSAGES 5u /* sequence numbers in those gap records */
#define CF_CC_CLOSED_BY_DEPTH 6u /* gaps closed early because the hold depth was reached */
#define CF_CC_SESSIONS 7u /* session changes */
#define CF_CC_ENDS 8u /* end-of-session records */
#define CF_CC_HOST_LOST 9u /* records dropped because the ring had no credit */
#define CF_CC_COUNT 10u

#define CF_LC_PACKETS 0u /* accepted packets of this channel on this port */
#define CF_LC_DELIVERED 1u /* messages delivered from this port (first arrival) */
#define CF_LC_DUPLICATES 2u /* copies not delivered */
#define CF_LC_LATE 3u /* copies that arrived after their gap was reported */
#define CF_LC_COUNT 4u

#define CF_DEVICE_BASE 0x0u /* Identity, build parameters, time and global control. */
#define CF_DEVICE_TYPE 0x1u
#define CF_DEVICE_VERSION 0x101u /* major in the upper byte */
#define CF_DEVICE_MAGIC 0xCu /* 'CFN1' */
#define CF_DEVICE_BUILD_ID 0x10u /* first 32 bits of the SHA-256 of the RTL sources */
#define CF_DEVICE_PORTS 0x14u /* number of ports */
#define CF_DEVICE_CHANNELS 0x18u /* number of arbitration channels */
#define CF_DEVICE_MATCH_ENTRIES 0x1Cu /* number of match entries */
#define CF_DEVICE_HELD_DEPTH 0x20u /* messages one channel can hold */
#define CF_DEVICE_CLOCK_PS 0x24u /* clock period in picoseconds: one beat */
#define CF_DEVICE_SCRATCH 0x28u /* no effect; for bus checks */
#define CF_DEVICE_CONTROL 0x2Cu /* global control */
#define CF_DEVICE_CONTROL_ENABLE_SHIFT 0u /* accept frames; while 0 frames are ignored and not counted */
#define CF_DEVICE_CONTROL_ENABLE_MASK 0x1u
#define CF_DEVICE_TIME_LO 0x30u /* NIC time in beats, low word */
#define CF_DEVICE_TIME_HI 0x34u /* NIC time in beats, high word */
#define CF_DEVICE_MIN_FRAME_BYTES 0x38u /* shortest good frame, without FCS */
#define CF_DEVICE_MAX_FRAME_BYTES 0x3Cu /* longest good frame, without FCS; larger values become maxFrameLimit (2048), the most the buffers take */
#define CF_DEVICE_FURTHER_RINGS 0x40u /* number of record rings beside ring 0 */
#define CF_DEVICE_SNAPSHOT 0x44u /* a write of 1 copies all counters of ports, channels, lines and rings, each channel's STATE, EXPECTED and LAST, and the counters of the prbs blocks, in one cycle; from then on who wrote it (host and serial console each for itself) reads the copy at the usual addresses. A write of 0: reads what is counting again. Reads the number of copies so far: the same before and after means that nobody made another meanwhile */

#define CF_RING_BASE 0x100u /* Record ring 0 in host memory; a channel's CONTROL.ring says which ring its records go to. */
#define CF_RING_TYPE 0x2u
#define CF_RING_VERSION 0x101u /* major in the upper byte */
#define CF_RING_CONTROL 0xCu /* ring control */
#define CF_RING_CONTROL_ENABLE_SHIFT 0u /* 1 writes records; a write of 0 resets producer and credit */
#define CF_RING_CONTROL_ENABLE_MASK 0x1u
#define CF_RING_BASE_LO 0x10u /* bus address of slot 0, low word, 4 KiB aligned */
#define CF_RING_BASE_HI 0x14u /* high word */
#define CF_RING_INDEX_LO 0x18u /* bus address of the 64-byte block whose first u32 receives the producer index */
#define CF_RING_INDEX_HI 0x1Cu /* high word */
#define CF_RING_SIZE_LOG2 0x20u /* log2 of the number of slots, 4 to 24 */
#define CF_RING_CREDIT 0x24u /* doorbell: the consumer's absolute slot index (mod 2^32) */
#define CF_RING_PRODUCER 0x28u /* absolute slot index (mod 2^32) of the next slot to be written */
#define CF_RING_RECORDS_LO 0x30u /* records written, low word */
#define CF_RING_RECORDS_HI 0x34u /* high word */
#define CF_RING_DROPPED_LO 0x38u /* records dropped for want of credit, low word */
#define CF_RING_DROPPED_HI 0x3Cu /* high word */
#define CF_RING_ERRORS 0x40u /* write responses other than OKAY, of all rings together */
#define CF_RING_MODERATION 0x44u /* interrupts of this ring, as messages with the ring's number as vector */
#define CF_RING_MODERATION_ENABLE_SHIFT 0u /* 1 sends messages; 0: the host polls, or looks at the index */
#define CF_RING_MODERATION_ENABLE_MASK 0x1u
#define CF_RING_MODERATION_COUNT_SHIFT 16u /* slots told and not yet signalled that make a message at once; 0 and 1: any */
#define CF_RING_MODERATION_COUNT_MASK 0xFFFF0000u
#define CF_RING_HOLDOFF_BEATS 0x48u /* a message goes out at the latest so many beats after the first slot that was not signalled; 0: at once */
#define CF_RING_INTERRUPTS 0x4Cu /* messages sent */

#define CF_FURTHER_RING_BASE 0x180u /* Record rings 1 and up, as ring: instance 0 is ring 1.  */
#define CF_FURTHER_RING_TYPE 0xBu
#define CF_FURTHER_RING_VERSION 0x100u /* major in the upper byte */
#define CF_FURTHER_RING_STRIDE 0x80u
#define CF_FURTHER_RING_CONTROL 0xCu /* ring control */
#define CF_FURTHER_RING_CONTROL_ENABLE_SHIFT 0u /* 1 writes records; a write of 0 resets producer and credit */
#define CF_FURTHER_RING_CONTROL_ENABLE_MASK 0x1u
#define CF_FURTHER_RING_BASE_LO 0x10u /* bus address of slot 0, low word, 4 KiB aligned */
#define CF_FURTHER_RING_BASE_HI 0x14u /* high word */
#define CF_FURTHER_RING_INDEX_LO 0x18u /* bus address of the 64-byte block whose first u32 receives the producer index */
#define CF_FURTHER_RING_INDEX_HI 0x1Cu /* high word */
#define CF_FURTHER_RING_SIZE_LOG2 0x20u /* log2 of the number of slots, 4 to 24 */
#define CF_FURTHER_RING_CREDIT 0x24u /* doorbell: the consumer's absolute slot index (mod 2^32) */
#define CF_FURTHER_RING_PRODUCER 0x28u /* absolute slot index (mod 2^32) of the next slot to be written */
#define CF_FURTHER_RING_RECORDS_LO 0x30u /* records written, low word */
#define CF_FURTHER_RING_RECORDS_HI 0x34u /* high word */
#define CF_FURTHER_RING_DROPPED_LO 0x38u /* records dropped for want of credit, low word */
#define CF_FURTHER_RING_DROPPED_HI 0x3Cu /* high word */
#define CF_FURTHER_RING_ERRORS 0x40u /* write responses other than OKAY, of all rings together */
#define CF_FURTHER_RING_MODERATION 0x44u /* interrupts of this ring, as messages with the ring's number as vector */
#define CF_FURTHER_RING_MODERATION_ENABLE_SHIFT 0u /* 1 sends messages; 0: the host polls, or looks at the index */
#define CF_FURTHER_RING_MODERATION_ENABLE_MASK 0x1u
#define CF_FURTHER_RING_MODERATION_COUNT_SHIFT 16u /* slots told and not yet signalled that make a message at once; 0 and 1: any */
#define CF_FURTHER_RING_MODERATION_COUNT_MASK 0xFFFF0000u
#define CF_FURTHER_RING_HOLDOFF_BEATS 0x48u /* a message goes out at the latest so many beats after the first slot that was not signalled; 0: at once */
#define CF_FURTHER_RING_INTERRUPTS 0x4Cu /* messages sent */

#define CF_MATCH_BASE 0x400u /* Match table: destination to channel. The lowest matching entry wins. */
#define CF_MATCH_TYPE 0x3u
#define CF_MATCH_VERSION 0x100u /* major in the upper byte */
#define CF_MATCH_STRIDE 0x20u
#define CF_MATCH_CONTROL 0xCu /* entry control */
#define CF_MATCH_CONTROL_VALID_SHIFT 0u /* entry in use */
#define CF_MATCH_CONTROL_VALID_MASK 0x1u
#define CF_MATCH_CONTROL_MATCH_MAC_SHIFT 1u /* also compare the destination MAC address */
#define CF_MATCH_CONTROL_MATCH_MAC_MASK 0x2u
#define CF_MATCH_CONTROL_PITCH_SHIFT 2u /* a line of PITCH 2: UNIT names its unit; entries of one address differ in it */
#define CF_MATCH_CONTROL_PITCH_MASK 0x4u
#define CF_MATCH_CONTROL_PORTS_SHIFT 4u /* bit p: applies to port p */
#define CF_MATCH_CONTROL_PORTS_MASK 0xF0u
#define CF_MATCH_CONTROL_CHANNEL_SHIFT 8u /* channel */
#define CF_MATCH_CONTROL_CHANNEL_MASK 0xFF00u
#define CF_MATCH_IP 0x10u /* IPv4 destination address, first octet in bits 31:24 */
#define CF_MATCH_UDP 0x14u /* UDP destination port, and the unit of a PITCH line */
#define CF_MATCH_UDP_PORT_SHIFT 0u /* UDP destination port */
#define CF_MATCH_UDP_PORT_MASK 0xFFFFu
#define CF_MATCH_UDP_UNIT_SHIFT 16u /* PITCH 2 unit */
#define CF_MATCH_UDP_UNIT_MASK 0xFF0000u
#define CF_MATCH_MAC_LO 0x18u /* destination MAC, last four octets, third octet in bits 31:24 */
#define CF_MATCH_MAC_HI 0x1Cu /* destination MAC, first two octets in bits 15:0 */

#define CF_PORT_BASE 0x800u /* One per port: receive counters, 64 bits each. */
#define CF_PORT_TYPE 0x4u
#define CF_PORT_VERSION 0x100u /* major in the upper byte */
#define CF_PORT_STRIDE 0x200u
#define CF_PORT_COUNTERS 0x40u

#define CF_CHANNEL_BASE 0x1000u /* One per arbitration channel: configuration, state, counters. */
#define CF_CHANNEL_TYPE 0x5u
#define CF_CHANNEL_VERSION 0x101u /* major in the upper byte */
#define CF_CHANNEL_STRIDE 0x200u
#define CF_CHANNEL_CONTROL 0xCu /* channel control; a write of enable = 0 clears the channel's arbitration state */
#define CF_CHANNEL_CONTROL_ENABLE_SHIFT 0u /* channel in use */
#define CF_CHANNEL_CONTROL_ENABLE_MASK 0x1u
#define CF_CHANNEL_CONTROL_START_FIXED_SHIFT 1u /* expected starts at START; otherwise at the first sequenced packet */
#define CF_CHANNEL_CONTROL_START_FIXED_MASK 0x2u
#define CF_CHANNEL_CONTROL_SESSION_FIXED_SHIFT 2u /* the session is SESSION; otherwise the first one seen */
#define CF_CHANNEL_CONTROL_SESSION_FIXED_MASK 0x4u
#define CF_CHANNEL_CONTROL_FILTER_SHIFT 3u /* apply the stock-locate filter */
#define CF_CHANNEL_CONTROL_FILTER_MASK 0x8u
#define CF_CHANNEL_CONTROL_PROTOCOL_SHIFT 8u /* 0: MoldUDP64 with ITCH 5.0; 1: PITCH 2 */
#define CF_CHANNEL_CONTROL_PROTOCOL_MASK 0xF00u
#define CF_CHANNEL_CONTROL_MODE_SHIFT 12u /* 0: verified; 1: cut-through */
#define CF_CHANNEL_CONTROL_MODE_MASK 0x3000u
#define CF_CHANNEL_CONTROL_RING_SHIFT 16u /* the record ring; a ring that the card does not have is ring 0. Changed only while the channel is disabled */
#define CF_CHANNEL_CONTROL_RING_MASK 0x30000u
#define CF_CHANNEL_WINDOW_BEATS 0x10u /* how long a gap waits, in beats; 0 closes at once */
#define CF_CHANNEL_START_LO 0x14u /* first expected sequence number, low word */
#define CF_CHANNEL_START_HI 0x18u /* high word */
#define CF_CHANNEL_SESSION_0 0x1Cu /* session bytes 0 to 3, byte 0 in bits 7:0 */
#define CF_CHANNEL_SESSION_1 0x20u /* session bytes 4 to 7 */
#define CF_CHANNEL_SESSION_2 0x24u /* session bytes 8 and 9 */
#define CF_CHANNEL_STATE 0x28u /* arbitration state */
#define CF_CHANNEL_STATE_STARTED_SHIFT 0u /* expected is known */
#define CF_CHANNEL_STATE_STARTED_MASK 0x1u
#define CF_CHANNEL_STATE_GAP_OPEN_SHIFT 1u /* a gap waits for its deadline */
#define CF_CHANNEL_STATE_GAP_OPEN_MASK 0x2u
#define CF_CHANNEL_STATE_ENDED_SHIFT 2u /* end of session was reported */
#define CF_CHANNEL_STATE_ENDED_MASK 0x4u
#define CF_CHANNEL_EXPECTED_LO 0x30u /* next expected sequence number, low word */
#define CF_CHANNEL_EXPECTED_HI 0x34u /* high word */
#define CF_CHANNEL_LAST_0_LO 0x38u /* end of the last accepted frame on port 0, beats, low word */
#define CF_CHANNEL_LAST_0_HI 0x3Cu /* high word */
#define CF_CHANNEL_LAST_1_LO 0x40u /* the same for port 1, low word */
#define CF_CHANNEL_LAST_1_HI 0x44u /* high word */
#define CF_CHANNEL_SKEW_0 0x180u /* 16 words: messages of which port 0 was first and a copy on another port came later, by how much: word b > 0 has 2^(b-1) to 2^b - 1 beats, word 15 all above, word 0 none at all */
#define CF_CHANNEL_SKEW_1 0x1C0u /* the same with port 1 first */
#define CF_CHANNEL_COUNTERS 0x80u
#define CF_CHANNEL_LINE_COUNTERS 0x100u
#define CF_CHANNEL_LINE_STRIDE 0x40u

#define CF_CONSOLE_BASE 0x3000u /* The serial console (docs/console-protocol.md). Counters are of 32 bits and wrap. */
#define CF_CONSOLE_TYPE 0x6u
#define CF_CONSOLE_VERSION 0x100u /* major in the upper byte */
#define CF_CONSOLE_DIVISOR 0xCu /* cycles a bit, 8 to 65535, in force once the line is quiet; smaller values become 8 */
#define CF_CONSOLE_LINE_TIMEOUT 0x10u /* bit times from one byte of a line to the next, 32 to 65535; smaller values become 32 */
#define CF_CONSOLE_BUS_TIMEOUT 0x14u /* cycles that a register access may take, 16 to 65535; smaller values become 16 */
#define CF_CONSOLE_BOOT 0x18u /* which life of the card this is; 0 in the lower bits until a byte came */
#define CF_CONSOLE_BOOT_NONCE_SHIFT 0u /* the cycle counter at the first byte since the reset */
#define CF_CONSOLE_BOOT_NONCE_MASK 0xFFFFFFu
#define CF_CONSOLE_BOOT_RESETS_SHIFT 24u /* resets since the device was configured */
#define CF_CONSOLE_BOOT_RESETS_MASK 0xFF000000u
#define CF_CONSOLE_LINES_OK 0x1Cu /* lines executed, repeated ones not included */
#define CF_CONSOLE_BAD_CRC 0x20u /* lines answered with error 01 */
#define CF_CONSOLE_BAD_FORM 0x24u /* with error 02 */
#define CF_CONSOLE_UNKNOWN_COMMAND 0x28u /* with error 03 */
#define CF_CONSOLE_BUS_ERRORS 0x2Cu /* with error 04 */
#define CF_CONSOLE_BUS_TIMEOUTS 0x30u /* with error 05 */
#define CF_CONSOLE_TOO_LONG 0x34u /* with error 06 */
#define CF_CONSOLE_LINE_TIMEOUTS 0x38u /* with error 07 */
#define CF_CONSOLE_ABANDONED 0x3Cu /* lines cut off by the beginning of another */
#define CF_CONSOLE_FRAMING_ERRORS 0x40u /* bytes with a low stop bit, breaks not included */
#define CF_CONSOLE_BREAKS 0x44u /* breaks */
#define CF_CONSOLE_OVERRUNS 0x48u /* lines dropped because the one before was still being answered */
#define CF_CONSOLE_REPEATED 0x4Cu /* requests answered again and not executed again */
#define CF_CONSOLE_LAST_TAG 0x50u /* the request that would not be executed again */
#define CF_CONSOLE_LAST_TAG_TAG_SHIFT 0u /* its tag */
#define CF_CONSOLE_LAST_TAG_TAG_MASK 0xFFu
#define CF_CONSOLE_LAST_TAG_VALID_SHIFT 8u /* there is one */
#define CF_CONSOLE_LAST_TAG_VALID_MASK 0x100u

#define CF_PRBS_BASE 0x3100u /* One per port: test frames (EtherType 0x88B5) full of PRBS31, generator and checker. The 64-bit counters show the last snapshot, which is taken of all ports in one cycle. */
#define CF_PRBS_TYPE 0x7u
#define CF_PRBS_VERSION 0x100u /* major in the upper byte */
#define CF_PRBS_STRIDE 0x80u
#define CF_PRBS_CONTROL 0xCu /* what is on */
#define CF_PRBS_CONTROL_GENERATE_SHIFT 0u /* 1 begins to send FRAMES frames; 0 stops after the frame under way */
#define CF_PRBS_CONTROL_GENERATE_MASK 0x1u
#define CF_PRBS_CONTROL_CHECK_SHIFT 1u /* compare the test frames that come */
#define CF_PRBS_CONTROL_CHECK_MASK 0x2u
#define CF_PRBS_CONTROL_LOOPBACK_SHIFT 2u /* MAC side: the MAC receives what it sends, and the wire is not heard */
#define CF_PRBS_CONTROL_LOOPBACK_MASK 0x4u
#define CF_PRBS_CONTROL_CLEAR_SHIFT 3u /* written 1: counters and lock are cleared; reads 0 */
#define CF_PRBS_CONTROL_CLEAR_MASK 0x8u
#define CF_PRBS_FRAME_BYTES 0x10u /* length of a test frame without FCS, 64 to 1512, in steps of 8 (rounded down) */
#define CF_PRBS_FRAMES 0x14u /* test frames to send; 0: until generate is written 0 */
#define CF_PRBS_GAP_BEATS 0x18u /* beats between the end of a frame and the next one's beginning, 3 (FCS, preamble and 12 bytes) to 255 */
#define CF_PRBS_INJECT 0x1Cu /* payload bits still to be sent wrong, one a beat; counts down */
#define CF_PRBS_STATUS 0x20u /* what is; also the word of this port in the console's answer L */
#define CF_PRBS_STATUS_LINK_UP_SHIFT 0u /* the MAC has a link */
#define CF_PRBS_STATUS_LINK_UP_MASK 0x1u
#define CF_PRBS_STATUS_SENDING_SHIFT 1u /* the generator is at work */
#define CF_PRBS_STATUS_SENDING_MASK 0x2u
#define CF_PRBS_STATUS_LOCKED_SHIFT 2u /* the checker follows the sequence */
#define CF_PRBS_STATUS_LOCKED_MASK 0x4u
#define CF_PRBS_STATUS_LOOPBACK_SHIFT 3u /* the MAC is to receive what it sends */
#define CF_PRBS_STATUS_LOOPBACK_MASK 0x8u
#define CF_PRBS_STATUS_SIMULATED_SHIFT 31u /* a simulation: what can be reached in bits a second is its own */
#define CF_PRBS_STATUS_SIMULATED_MASK 0x80000000u
#define CF_PRBS_LOCK_LOSSES 0x24u /* times that the checker had to find the sequence again: more than 16 of 64 bits were wrong; these bits are not counted */
#define CF_PRBS_SNAPSHOT 0x28u /* a write takes the snapshot of all ports; reads the number of snapshots so far */
#define CF_PRBS_SENT_LO 0x30u /* test frames sent, low word */
#define CF_PRBS_SENT_HI 0x34u /* high word */
#define CF_PRBS_RECEIVED_LO 0x38u /* test frames that came whole, low word */
#define CF_PRBS_RECEIVED_HI 0x3Cu /* high word */
#define CF_PRBS_BITS_LO 0x40u /* bits compared, low word */
#define CF_PRBS_BITS_HI 0x44u /* high word */
#define CF_PRBS_ERRORS_LO 0x48u /* of those, wrong ones, low word */
#define CF_PRBS_ERRORS_HI 0x4Cu /* high word */
#define CF_PRBS_BAD_FCS_LO 0x50u /* test frames that the MAC marked bad, low word */
#define CF_PRBS_BAD_FCS_HI 0x54u /* high word */

#define CF_CAPTURE_BASE 0x3300u /* Frames as they came over the wire (or from the generator, in loopback), kept for reading: captureFrames (8) of up to 2048 bytes. */
#define CF_CAPTURE_TYPE 0x8u
#define CF_CAPTURE_VERSION 0x100u /* major in the upper byte */
#define CF_CAPTURE_CONTROL 0xCu /* written with arm = 1: forgets what is held and begins */
#define CF_CAPTURE_CONTROL_ARM_SHIFT 0u /* 1 captures; 0 holds what there is */
#define CF_CAPTURE_CONTROL_ARM_MASK 0x1u
#define CF_CAPTURE_CONTROL_KEEP_LAST_SHIFT 1u /* go on and keep the last frames; 0: stop when full */
#define CF_CAPTURE_CONTROL_KEEP_LAST_MASK 0x2u
#define CF_CAPTURE_CONTROL_BAD_ONLY_SHIFT 2u /* only frames with a bad FCS */
#define CF_CAPTURE_CONTROL_BAD_ONLY_MASK 0x4u
#define CF_CAPTURE_CONTROL_PORTS_SHIFT 4u /* bit p: frames of port p */
#define CF_CAPTURE_CONTROL_PORTS_MASK 0xF0u
#define CF_CAPTURE_STATUS 0x10u /* how far it is */
#define CF_CAPTURE_STATUS_ARMED_SHIFT 0u /* capturing */
#define CF_CAPTURE_STATUS_ARMED_MASK 0x1u
#define CF_CAPTURE_STATUS_FULL_SHIFT 1u /* as many frames as there is room for were kept */
#define CF_CAPTURE_STATUS_FULL_MASK 0x2u
#define CF_CAPTURE_STATUS_HELD_SHIFT 8u /* frames held */
#define CF_CAPTURE_STATUS_HELD_MASK 0xFF00u
#define CF_CAPTURE_STATUS_OLDEST_SHIFT 16u /* slot of the oldest of them */
#define CF_CAPTURE_STATUS_OLDEST_MASK 0xFF0000u
#define CF_CAPTURE_MISSED 0x14u /* frames wanted and not kept, because one of another port was being written */
#define CF_CAPTURE_SLOTS 0x18u /* frames there is room for */
#define CF_CAPTURE_SLOT_BYTES 0x1Cu /* bytes of each */
#define CF_CAPTURE_FRAME_0 0x40u /* slot 0; slot n is 16 n bytes further */
#define CF_CAPTURE_FRAME_0_LENGTH_SHIFT 0u /* bytes without FCS as received; more than SLOT_BYTES: the rest is not there */
#define CF_CAPTURE_FRAME_0_LENGTH_MASK 0xFFFFu
#define CF_CAPTURE_FRAME_0_PORT_SHIFT 16u /* port */
#define CF_CAPTURE_FRAME_0_PORT_MASK 0xF0000u
#define CF_CAPTURE_FRAME_0_BAD_FCS_SHIFT 20u /* the MAC marked it */
#define CF_CAPTURE_FRAME_0_BAD_FCS_MASK 0x100000u
#define CF_CAPTURE_TIME_0_LO 0x44u /* its first beat, low word */
#define CF_CAPTURE_TIME_0_HI 0x48u /* high word */
#define CF_CAPTURE_COUNT_0 0x4Cu /* which frame since arming, from 1 */

#define CF_SENSOR_BASE 0x3400u /* What the board measures; a board's wrapper hands the values in. */
#define CF_SENSOR_TYPE 0x9u
#define CF_SENSOR_VERSION 0x100u /* major in the upper byte */
#define CF_SENSOR_STATUS 0xCu /* which values there are */
#define CF_SENSOR_STATUS_FITTED_SHIFT 0u /* bit n: value n was told since the reset */
#define CF_SENSOR_STATUS_FITTED_MASK 0xFFu
#define CF_SENSOR_STATUS_SIMULATED_SHIFT 31u /* the values are made up by a simulation */
#define CF_SENSOR_STATUS_SIMULATED_MASK 0x80000000u
#define CF_SENSOR_UPDATES 0x10u /* values told since the reset */
#define CF_SENSOR_DIE_TEMPERATURE 0x20u /* value 0: of the chip, thousandths of a degree Celsius, signed */
#define CF_SENSOR_BOARD_TEMPERATURE 0x24u /* value 1: of the board, the same */
#define CF_SENSOR_OPTICS_TEMPERATURE 0x28u /* value 2: of the hottest transceiver, the same */
#define CF_SENSOR_VCC_CORE 0x2Cu /* value 3: mV */
#define CF_SENSOR_VCC_AUX 0x30u /* value 4: mV */
#define CF_SENSOR_VCC_IO 0x34u /* value 5: mV */
#define CF_SENSOR_FAN_RPM 0x38u /* value 6: turns a minute */
#define CF_SENSOR_DIE_TEMPERATURE_MAX 0x3Cu /* the highest DIE_TEMPERATURE since the reset */

#define CF_CLOCK_BASE 0x3500u /* The core clock measured against the pulses of a reference (PPS). */
#define CF_CLOCK_TYPE 0xAu
#define CF_CLOCK_VERSION 0x100u /* major in the upper byte */
#define CF_CLOCK_CONTROL 0xCu /* measurement */
#define CF_CLOCK_CONTROL_MEASURE_SHIFT 0u /* 1 begins anew; reads 1 until INTERVALS intervals were measured or missed; 0 stops */
#define CF_CLOCK_CONTROL_MEASURE_MASK 0x1u
#define CF_CLOCK_INTERVALS 0x10u /* intervals between pulses to measure, 1 to 255 */
#define CF_CLOCK_NOMINAL 0x14u /* cycles that should be between two pulses */
#define CF_CLOCK_STATUS 0x18u /* how far it is */
#define CF_CLOCK_STATUS_MEASURING_SHIFT 0u /* at work */
#define CF_CLOCK_STATUS_MEASURING_MASK 0x1u
#define CF_CLOCK_STATUS_MEASURED_SHIFT 8u /* intervals measured */
#define CF_CLOCK_STATUS_MEASURED_MASK 0xFF00u
#define CF_CLOCK_STATUS_MISSED_SHIFT 16u /* times that no pulse came for twice NOMINAL */
#define CF_CLOCK_STATUS_MISSED_MASK 0xFF0000u
#define CF_CLOCK_STATUS_SIMULATED_SHIFT 31u /* the pulses are a simulation's, and closer together than a second */
#define CF_CLOCK_STATUS_SIMULATED_MASK 0x80000000u
#define CF_CLOCK_LAST 0x1Cu /* cycles of the last interval */
#define CF_CLOCK_SHORTEST 0x20u /* of the shortest */
#define CF_CLOCK_LONGEST 0x24u /* of the longest */
#define CF_CLOCK_SUM_LO 0x28u /* of all together, low word */
#define CF_CLOCK_SUM_HI 0x2Cu /* high word */
#define CF_CLOCK_CYCLES_LO 0x30u /* cycles since the reset, low word */
#define CF_CLOCK_CYCLES_HI 0x34u /* high word */
#define CF_CLOCK_PULSES 0x38u /* pulses seen since the reset */
#define CF_CLOCK_AGE 0x3Cu /* cycles since the last pulse, at most 0xFFFFFFFF */

#define CF_TRANSMIT_BASE 0x3600u /* Frames from host memory to the ports. Slot i of the ring is at BASE + 2048 (i mod slots): a descriptor of 64 bytes, then the frame without FCS; the card overwrites the descriptor with what became of it (driver-api.md). */
#define CF_TRANSMIT_TYPE 0xCu
#define CF_TRANSMIT_VERSION 0x100u /* major in the upper byte */
#define CF_TRANSMIT_CONTROL 0xCu /* what is on */
#define CF_TRANSMIT_CONTROL_ENABLE_SHIFT 0u /* 1 takes slots; a write of 0 forgets those not taken, and sets TAIL and HEAD to 0 */
#define CF_TRANSMIT_CONTROL_ENABLE_MASK 0x1u
#define CF_TRANSMIT_CONTROL_STOP_SHIFT 1u /* kill switch: no frame of any source begins any more; slots of the ring come back as stopped */
#define CF_TRANSMIT_CONTROL_STOP_MASK 0x2u
#define CF_TRANSMIT_STATUS 0x10u /* what is */
#define CF_TRANSMIT_STATUS_STOPPED_SHIFT 0u /* the kill switch is on, and no frame is under way */
#define CF_TRANSMIT_STATUS_STOPPED_MASK 0x1u
#define CF_TRANSMIT_STATUS_STOP_PIN_SHIFT 1u /* the board's kill input is active; it does as CONTROL.stop */
#define CF_TRANSMIT_STATUS_STOP_PIN_MASK 0x2u
#define CF_TRANSMIT_STATUS_SENDING_SHIFT 2u /* a frame is under way, of whatever source */
#define CF_TRANSMIT_STATUS_SENDING_MASK 0x4u
#define CF_TRANSMIT_STATUS_WAITING_SHIFT 3u /* a frame waits for the rate limit */
#define CF_TRANSMIT_STATUS_WAITING_MASK 0x8u
#define CF_TRANSMIT_BASE_LO 0x14u /* bus address of slot 0, low word, 4 KiB aligned */
#define CF_TRANSMIT_BASE_HI 0x18u /* high word */
#define CF_TRANSMIT_SIZE_LOG2 0x1Cu /* log2 of the number of slots, 1 to 15 */
#define CF_TRANSMIT_TAIL 0x20u /* doorbell: absolute index (mod 2^32) of the first slot that is not filled */
#define CF_TRANSMIT_HEAD 0x24u /* absolute index of the next slot to be taken */
#define CF_TRANSMIT_SENT 0x28u /* frames of the ring that were sent; this and the following wrap */
#define CF_TRANSMIT_STOPPED 0x2Cu /* slots that came back because of the kill switch */
#define CF_TRANSMIT_REFUSED 0x30u /* slots with a descriptor that cannot be */
#define CF_TRANSMIT_READ_ERRORS 0x34u /* slots that could not be read */
#define CF_TRANSMIT_MAX_BYTES 0x38u /* the longest frame */
#define CF_TRANSMIT_INTERVAL_0 0x40u /* rate limit of port 0: beats that 8 bytes of a frame cost, in 65536ths; FCS, preamble and gap count as 24 bytes. 65536 is the rate of the line; 0: no limit */
#define CF_TRANSMIT_BURST_0 0x44u /* beats that port 0 may be ahead of its rate */
#define CF_TRANSMIT_INTERVAL_1 0x48u /* the same of port 1 */
#define CF_TRANSMIT_BURST_1 0x4Cu /* the same of port 1 */

#define CF_RESPONDER_BASE 0x3700u /* One per port: an address of its own, at which the card answers ARP and ICMP echo, and tells switches the groups of the match table by IGMP. */
#define CF_RESPONDER_TYPE 0xDu
#define CF_RESPONDER_VERSION 0x100u /* major in the upper byte */
#define CF_RESPONDER_STRIDE 0x40u
#define CF_RESPONDER_CONTROL 0xCu /* what is answered */
#define CF_RESPONDER_CONTROL_ARP_SHIFT 0u /* requests for IP */
#define CF_RESPONDER_CONTROL_ARP_MASK 0x1u
#define CF_RESPONDER_CONTROL_ECHO_SHIFT 1u /* ICMP echo requests to MAC and IP, in frames of up to 512 bytes */
#define CF_RESPONDER_CONTROL_ECHO_MASK 0x2u
#define CF_RESPONDER_CONTROL_IGMP_SHIFT 2u /* membership queries, in the version of the query (2 or 3), at once */
#define CF_RESPONDER_CONTROL_IGMP_MASK 0x4u
#define CF_RESPONDER_CONTROL_JOIN_SHIFT 4u /* written 1: membership of every group of this port in the match table is reported now; reads 1 until that is done */
#define CF_RESPONDER_CONTROL_JOIN_MASK 0x10u
#define CF_RESPONDER_CONTROL_VERSION_SHIFT 8u /* IGMP version of what join sends: 2 or 3 (also 0) */
#define CF_RESPONDER_CONTROL_VERSION_MASK 0x300u
#define CF_RESPONDER_MAC_LO 0x10u /* MAC address, last four octets, third octet in bits 31:24 */
#define CF_RESPONDER_MAC_HI 0x14u /* first two octets in bits 15:0 */
#define CF_RESPONDER_IP 0x18u /* IPv4 address, first octet in bits 31:24 */
#define CF_RESPONDER_ARP_REPLIES 0x1Cu /* sent; this and the following wrap */
#define CF_RESPONDER_ECHO_REPLIES 0x20u /* sent */
#define CF_RESPONDER_QUERIES 0x24u /* membership queries that concern a group of this port */
#define CF_RESPONDER_REPORTS 0x28u /* membership reports sent */
#define CF_RESPONDER_MISSED 0x2Cu /* frames that came while an answer was being sent, and were not looked at */

#define CF_CAPTURE_DATA_BASE 0x8000u /* Bytes of the frame in a capture slot, byte 0 in bits 7:0 of word 0. Written only by tests of the memory. */
#define CF_CAPTURE_DATA_STRIDE 0x800u
#define CF_FILTER_BASE 0x10000u /* Stock-locate bitmap of a channel: bit n of word w passes locate 32 w + n. Locate 0 always passes. Write only; reads return 0. */
#define CF_FILTER_STRIDE 0x2000u

#define CF_SLOT_BYTES 64u
#define CF_SLOT_LAP 60u
#define CF_RH_TYPE 0u /* record type: a control type below, or the message's own type byte */
#define CF_RH_CHANNEL 1u /* arbitration channel */
#define CF_RH_FLAGS 2u /* flag bits below */
#define CF_RH_STOCK_LOCATE 4u /* ITCH stock locate; 0 on control records */
#define CF_RH_TRACKING_NUMBER 6u /* ITCH tracking number; 0 on control records */
#define CF_RH_SEQUENCE 8u /* sequence number of the message; first missing one on gap and loss */
#define CF_RH_TIMESTAMP 16u /* exchange timestamp, ns since midnight; 0 on control records */
#define CF_RH_INGRESS 22u /* NIC time at the start of the frame, in beats: high 16 bits at 22, low 32 bits at 24 */
#define CF_RF_PORT 0x3u /* port whose copy was delivered */
#define CF_RF_PROVISIONAL 0x4u /* frame not yet confirmed (cut-through) */
#define CF_RF_RECOVERED 0x8u /* host-injected retransmission into a reported gap */
#define CF_RF_UNSEQUENCED 0x10u /* packet had sequence 0: no arbitration, no sequence number */
#define CF_RF_TIME_UNCERTAIN 0x20u /* seconds part unknown (PITCH) */
#define CF_RF_TWO_SLOTS 0x40u /* record continues in the next slot */

#define CF_RT_PAD 0x0u /* fills the last slot of a lap when a two-slot record would straddle the wrap */
#define CF_RT_PAD_SLOTS 1u

#define CF_RT_UNKNOWN 0x1u /* a message of unknown type, or a known type of another length */
#define CF_RT_UNKNOWN_SLOTS 1u
#define CF_R_UNKNOWN_RAW_TYPE 3u /* u8 */
#define CF_R_UNKNOWN_LENGTH 28u /* u16 */

#define CF_RT_GAP 0x2u /* sequence numbers `sequence` to `last` are missing */
#define CF_RT_GAP_SLOTS 1u
#define CF_R_GAP_LAST 32u /* u64 */

#define CF_RT_SESSION 0x3u /* a new session began */
#define CF_RT_SESSION_SLOTS 1u
#define CF_R_SESSION_SESSION 32u /* alpha10 */

#define CF_RT_END 0x4u /* end of session; `sequence` is the next expected number */
#define CF_RT_END_SLOTS 1u

#define CF_RT_LOSS 0x5u /* the ring had no credit: `count` records of this channel between `sequence` and `last` were dropped */
#define CF_RT_LOSS_SLOTS 1u
#define CF_R_LOSS_LAST 32u /* u64 */
#define CF_R_LOSS_COUNT 28u /* u32 */

#define CF_RT_ABORT 0x6u /* cut-through: the provisional records of this channel from `sequence` to `last` never were */
#define CF_RT_ABORT_SLOTS 1u
#define CF_R_ABORT_LAST 32u /* u64 */

#define CF_RT_COMMIT 0x7u /* cut-through: the provisional records of this channel from `sequence` to `last` are confirmed */
#define CF_RT_COMMIT_SLOTS 1u
#define CF_R_COMMIT_LAST 32u /* u64 */

#define CF_RT_SYSTEM_EVENT 0x53u /* ITCH 5.0 'S' */
#define CF_RT_SYSTEM_EVENT_SLOTS 1u
#define CF_R_SYSTEM_EVENT_EVENT_CODE 3u /* alpha1 */

#define CF_RT_STOCK_DIRECTORY 0x52u /* ITCH 5.0 'R' */
#define CF_RT_STOCK_DIRECTORY_SLOTS 1u
#define CF_R_STOCK_DIRECTORY_STOCK 32u /* alpha8 */
#define CF_R_STOCK_DIRECTORY_MARKET_CATEGORY 3u /* alpha1 */
#define CF_R_STOCK_DIRECTORY_FINANCIAL_STATUS 46u /* alpha1 */
#define CF_R_STOCK_DIRECTORY_ROUND_LOT_SIZE 28u /* u32 */
#define CF_R_STOCK_DIRECTORY_ROUND_LOTS_ONLY 47u /* alpha1 */
#define CF_R_STOCK_DIRECTORY_ISSUE_CLASSIFICATION 48u /* alpha1 */
#define CF_R_STOCK_DIRECTORY_ISSUE_SUB_TYPE 44u /* alpha2 */
#define CF_R_STOCK_DIRECTORY_AUTHENTICITY 49u /* alpha1 */
#define CF_R_STOCK_DIRECTORY_SHORT_SALE_THRESHOLD 50u /* alpha1 */
#define CF_R_STOCK_DIRECTORY_IPO_FLAG 51u /* alpha1 */
#define CF_R_STOCK_DIRECTORY_LULD_REFERENCE_PRICE_TIER 52u /* alpha1 */
#define CF_R_STOCK_DIRECTORY_ETP_FLAG 53u /* alpha1 */
#define CF_R_STOCK_DIRECTORY_ETP_LEVERAGE_FACTOR 40u /* u32 */
#define CF_R_STOCK_DIRECTORY_INVERSE_INDICATOR 54u /* alpha1 */

#define CF_RT_STOCK_TRADING_ACTION 0x48u /* ITCH 5.0 'H' */
#define CF_RT_STOCK_TRADING_ACTION_SLOTS 1u
#define CF_R_STOCK_TRADING_ACTION_STOCK 32u /* alpha8 */
#define CF_R_STOCK_TRADING_ACTION_TRADING_STATE 3u /* alpha1 */
#define CF_R_STOCK_TRADING_ACTION_RESERVED 40u /* alpha1 */
#define CF_R_STOCK_TRADING_ACTION_REASON 28u /* alpha4 */

#define CF_RT_REG_SHO_RESTRICTION 0x59u /* ITCH 5.0 'Y' */
#define CF_RT_REG_SHO_RESTRICTION_SLOTS 1u
#define CF_R_REG_SHO_RESTRICTION_STOCK 32u /* alpha8 */
#define CF_R_REG_SHO_RESTRICTION_REG_SHO_ACTION 3u /* alpha1 */

#define CF_RT_MARKET_PARTICIPANT_POSITION 0x4Cu /* ITCH 5.0 'L' */
#define CF_RT_MARKET_PARTICIPANT_POSITION_SLOTS 1u
#define CF_R_MARKET_PARTICIPANT_POSITION_MPID 28u /* alpha4 */
#define CF_R_MARKET_PARTICIPANT_POSITION_STOCK 32u /* alpha8 */
#define CF_R_MARKET_PARTICIPANT_POSITION_PRIMARY_MARKET_MAKER 3u /* alpha1 */
#define CF_R_MARKET_PARTICIPANT_POSITION_MARKET_MAKER_MODE 40u /* alpha1 */
#define CF_R_MARKET_PARTICIPANT_POSITION_MARKET_PARTICIPANT_STATE 41u /* alpha1 */

#define CF_RT_MWCB_DECLINE_LEVEL 0x56u /* ITCH 5.0 'V' */
#define CF_RT_MWCB_DECLINE_LEVEL_SLOTS 1u
#define CF_R_MWCB_DECLINE_LEVEL_LEVEL1 32u /* price8 */
#define CF_R_MWCB_DECLINE_LEVEL_LEVEL2 40u /* price8 */
#define CF_R_MWCB_DECLINE_LEVEL_LEVEL3 48u /* price8 */

#define CF_RT_MWCB_STATUS 0x57u /* ITCH 5.0 'W' */
#define CF_RT_MWCB_STATUS_SLOTS 1u
#define CF_R_MWCB_STATUS_BREACHED_LEVEL 3u /* alpha1 */

#define CF_RT_IPO_QUOTING_PERIOD_UPDATE 0x4Bu /* ITCH 5.0 'K' */
#define CF_RT_IPO_QUOTING_PERIOD_UPDATE_SLOTS 1u
#define CF_R_IPO_QUOTING_PERIOD_UPDATE_STOCK 32u /* alpha8 */
#define CF_R_IPO_QUOTING_PERIOD_UPDATE_RELEASE_TIME 28u /* u32 */
#define CF_R_IPO_QUOTING_PERIOD_UPDATE_RELEASE_QUALIFIER 3u /* alpha1 */
#define CF_R_IPO_QUOTING_PERIOD_UPDATE_IPO_PRICE 40u /* price4 */

#define CF_RT_LULD_AUCTION_COLLAR 0x4Au /* ITCH 5.0 'J' */
#define CF_RT_LULD_AUCTION_COLLAR_SLOTS 1u
#define CF_R_LULD_AUCTION_COLLAR_STOCK 32u /* alpha8 */
#define CF_R_LULD_AUCTION_COLLAR_REFERENCE_PRICE 28u /* price4 */
#define CF_R_LULD_AUCTION_COLLAR_UPPER_COLLAR 40u /* price4 */
#define CF_R_LULD_AUCTION_COLLAR_LOWER_COLLAR 44u /* price4 */
#define CF_R_LULD_AUCTION_COLLAR_EXTENSION 48u /* u32 */

#define CF_RT_OPERATIONAL_HALT 0x68u /* ITCH 5.0 'h' */
#define CF_RT_OPERATIONAL_HALT_SLOTS 1u
#define CF_R_OPERATIONAL_HALT_STOCK 32u /* alpha8 */
#define CF_R_OPERATIONAL_HALT_MARKET_CODE 3u /* alpha1 */
#define CF_R_OPERATIONAL_HALT_HALT_ACTION 28u /* alpha1 */

#define CF_RT_ADD_ORDER 0x41u /* ITCH 5.0 'A' */
#define CF_RT_ADD_ORDER_SLOTS 1u
#define CF_R_ADD_ORDER_ORDER_REF 32u /* u64 */
#define CF_R_ADD_ORDER_SIDE 3u /* alpha1 */
#define CF_R_ADD_ORDER_SHARES 28u /* u32 */
#define CF_R_ADD_ORDER_STOCK 40u /* alpha8 */
#define CF_R_ADD_ORDER_PRICE 48u /* price4 */

#define CF_RT_ADD_ORDER_MPID 0x46u /* ITCH 5.0 'F' */
#define CF_RT_ADD_ORDER_MPID_SLOTS 1u
#define CF_R_ADD_ORDER_MPID_ORDER_REF 32u /* u64 */
#define CF_R_ADD_ORDER_MPID_SIDE 3u /* alpha1 */
#define CF_R_ADD_ORDER_MPID_SHARES 28u /* u32 */
#define CF_R_ADD_ORDER_MPID_STOCK 40u /* alpha8 */
#define CF_R_ADD_ORDER_MPID_PRICE 48u /* price4 */
#define CF_R_ADD_ORDER_MPID_ATTRIBUTION 52u /* alpha4 */

#define CF_RT_ORDER_EXECUTED 0x45u /* ITCH 5.0 'E' */
#define CF_RT_ORDER_EXECUTED_SLOTS 1u
#define CF_R_ORDER_EXECUTED_ORDER_REF 32u /* u64 */
#define CF_R_ORDER_EXECUTED_EXECUTED_SHARES 28u /* u32 */
#define CF_R_ORDER_EXECUTED_MATCH_NUMBER 40u /* u64 */

#define CF_RT_ORDER_EXECUTED_WITH_PRICE 0x43u /* ITCH 5.0 'C' */
#define CF_RT_ORDER_EXECUTED_WITH_PRICE_SLOTS 1u
#define CF_R_ORDER_EXECUTED_WITH_PRICE_ORDER_REF 32u /* u64 */
#define CF_R_ORDER_EXECUTED_WITH_PRICE_EXECUTED_SHARES 28u /* u32 */
#define CF_R_ORDER_EXECUTED_WITH_PRICE_MATCH_NUMBER 40u /* u64 */
#define CF_R_ORDER_EXECUTED_WITH_PRICE_PRINTABLE 3u /* alpha1 */
#define CF_R_ORDER_EXECUTED_WITH_PRICE_EXECUTION_PRICE 48u /* price4 */

#define CF_RT_ORDER_CANCEL 0x58u /* ITCH 5.0 'X' */
#define CF_RT_ORDER_CANCEL_SLOTS 1u
#define CF_R_ORDER_CANCEL_ORDER_REF 32u /* u64 */
#define CF_R_ORDER_CANCEL_CANCELED_SHARES 28u /* u32 */

#define CF_RT_ORDER_DELETE 0x44u /* ITCH 5.0 'D' */
#define CF_RT_ORDER_DELETE_SLOTS 1u
#define CF_R_ORDER_DELETE_ORDER_REF 32u /* u64 */

#define CF_RT_ORDER_REPLACE 0x55u /* ITCH 5.0 'U' */
#define CF_RT_ORDER_REPLACE_SLOTS 1u
#define CF_R_ORDER_REPLACE_ORIGINAL_ORDER_REF 32u /* u64 */
#define CF_R_ORDER_REPLACE_NEW_ORDER_REF 40u /* u64 */
#define CF_R_ORDER_REPLACE_SHARES 28u /* u32 */
#define CF_R_ORDER_REPLACE_PRICE 48u /* price4 */

#define CF_RT_TRADE_NON_CROSS 0x50u /* ITCH 5.0 'P' */
#define CF_RT_TRADE_NON_CROSS_SLOTS 1u
#define CF_R_TRADE_NON_CROSS_ORDER_REF 32u /* u64 */
#define CF_R_TRADE_NON_CROSS_SIDE 3u /* alpha1 */
#define CF_R_TRADE_NON_CROSS_SHARES 28u /* u32 */
#define CF_R_TRADE_NON_CROSS_STOCK 40u /* alpha8 */
#define CF_R_TRADE_NON_CROSS_PRICE 56u /* price4 */
#define CF_R_TRADE_NON_CROSS_MATCH_NUMBER 48u /* u64 */

#define CF_RT_CROSS_TRADE 0x51u /* ITCH 5.0 'Q' */
#define CF_RT_CROSS_TRADE_SLOTS 1u
#define CF_R_CROSS_TRADE_SHARES 32u /* u64 */
#define CF_R_CROSS_TRADE_STOCK 40u /* alpha8 */
#define CF_R_CROSS_TRADE_CROSS_PRICE 28u /* price4 */
#define CF_R_CROSS_TRADE_MATCH_NUMBER 48u /* u64 */
#define CF_R_CROSS_TRADE_CROSS_TYPE 3u /* alpha1 */

#define CF_RT_BROKEN_TRADE 0x42u /* ITCH 5.0 'B' */
#define CF_RT_BROKEN_TRADE_SLOTS 1u
#define CF_R_BROKEN_TRADE_MATCH_NUMBER 32u /* u64 */

#define CF_RT_NOII 0x49u /* ITCH 5.0 'I' */
#define CF_RT_NOII_SLOTS 2u
#define CF_R_NOII_PAIRED_SHARES 32u /* u64 */
#define CF_R_NOII_IMBALANCE_SHARES 40u /* u64 */
#define CF_R_NOII_IMBALANCE_DIRECTION 3u /* alpha1 */
#define CF_R_NOII_STOCK 48u /* alpha8 */
#define CF_R_NOII_FAR_PRICE 28u /* price4 */
#define CF_R_NOII_NEAR_PRICE 56u /* price4 */
#define CF_R_NOII_CURRENT_REFERENCE_PRICE 64u /* price4 */
#define CF_R_NOII_CROSS_TYPE 68u /* alpha1 */
#define CF_R_NOII_PRICE_VARIATION 69u /* alpha1 */

#define CF_RT_RPII 0x4Eu /* ITCH 5.0 'N' */
#define CF_RT_RPII_SLOTS 1u
#define CF_R_RPII_STOCK 32u /* alpha8 */
#define CF_R_RPII_INTEREST_FLAG 3u /* alpha1 */

#define CF_RT_DIRECT_LISTING_CAPITAL_RAISE 0x4Fu /* ITCH 5.0 'O' */
#define CF_RT_DIRECT_LISTING_CAPITAL_RAISE_SLOTS 2u
#define CF_R_DIRECT_LISTING_CAPITAL_RAISE_STOCK 32u /* alpha8 */
#define CF_R_DIRECT_LISTING_CAPITAL_RAISE_OPEN_ELIGIBILITY 3u /* alpha1 */
#define CF_R_DIRECT_LISTING_CAPITAL_RAISE_MIN_ALLOWABLE_PRICE 28u /* price4 */
#define CF_R_DIRECT_LISTING_CAPITAL_RAISE_MAX_ALLOWABLE_PRICE 48u /* price4 */
#define CF_R_DIRECT_LISTING_CAPITAL_RAISE_NEAR_EXECUTION_PRICE 52u /* price4 */
#define CF_R_DIRECT_LISTING_CAPITAL_RAISE_NEAR_EXECUTION_TIME 40u /* u64 */
#define CF_R_DIRECT_LISTING_CAPITAL_RAISE_LOWER_PRICE_RANGE_COLLAR 56u /* price4 */
#define CF_R_DIRECT_LISTING_CAPITAL_RAISE_UPPER_PRICE_RANGE_COLLAR 64u /* price4 */

#define CF_RT_PITCH_TIME 0x20u /* PITCH 2 Time */
#define CF_RT_PITCH_TIME_SLOTS 1u
#define CF_R_PITCH_TIME_LENGTH 6u /* u8 */
#define CF_R_PITCH_TIME_TIME 28u /* u32 */

#define CF_RT_PITCH_UNIT_CLEAR 0x97u /* PITCH 2 UnitClear */
#define CF_RT_PITCH_UNIT_CLEAR_SLOTS 1u
#define CF_R_PITCH_UNIT_CLEAR_LENGTH 6u /* u8 */
#define CF_R_PITCH_UNIT_CLEAR_TIME_OFFSET 28u /* u32 */

#define CF_RT_PITCH_ADD_ORDER_LONG 0x21u /* PITCH 2 AddOrderLong */
#define CF_RT_PITCH_ADD_ORDER_LONG_SLOTS 1u
#define CF_R_PITCH_ADD_ORDER_LONG_LENGTH 6u /* u8 */
#define CF_R_PITCH_ADD_ORDER_LONG_TIME_OFFSET 28u /* u32 */
#define CF_R_PITCH_ADD_ORDER_LONG_ORDER_ID 32u /* u64 */
#define CF_R_PITCH_ADD_ORDER_LONG_SIDE 3u /* alpha1 */
#define CF_R_PITCH_ADD_ORDER_LONG_QUANTITY 56u /* u32 */
#define CF_R_PITCH_ADD_ORDER_LONG_SYMBOL 40u /* alpha8 */
#define CF_R_PITCH_ADD_ORDER_LONG_PRICE 48u /* price4x8 */
#define CF_R_PITCH_ADD_ORDER_LONG_ADD_FLAGS 7u /* u8 */

#define CF_RT_PITCH_ADD_ORDER_SHORT 0x22u /* PITCH 2 AddOrderShort */
#define CF_RT_PITCH_ADD_ORDER_SHORT_SLOTS 1u
#define CF_R_PITCH_ADD_ORDER_SHORT_LENGTH 6u /* u8 */
#define CF_R_PITCH_ADD_ORDER_SHORT_TIME_OFFSET 28u /* u32 */
#define CF_R_PITCH_ADD_ORDER_SHORT_ORDER_ID 32u /* u64 */
#define CF_R_PITCH_ADD_ORDER_SHORT_SIDE 3u /* alpha1 */
#define CF_R_PITCH_ADD_ORDER_SHORT_QUANTITY 56u /* u32 */
#define CF_R_PITCH_ADD_ORDER_SHORT_SYMBOL 40u /* alpha8 */
#define CF_R_PITCH_ADD_ORDER_SHORT_PRICE 48u /* price4x8 */
#define CF_R_PITCH_ADD_ORDER_SHORT_ADD_FLAGS 7u /* u8 */

#define CF_RT_PITCH_ADD_ORDER_EXPANDED 0x2Fu /* PITCH 2 AddOrderExpanded */
#define CF_RT_PITCH_ADD_ORDER_EXPANDED_SLOTS 2u
#define CF_R_PITCH_ADD_ORDER_EXPANDED_LENGTH 6u /* u8 */
#define CF_R_PITCH_ADD_ORDER_EXPANDED_TIME_OFFSET 28u /* u32 */
#define CF_R_PITCH_ADD_ORDER_EXPANDED_ORDER_ID 32u /* u64 */
#define CF_R_PITCH_ADD_ORDER_EXPANDED_SIDE 3u /* alpha1 */
#define CF_R_PITCH_ADD_ORDER_EXPANDED_QUANTITY 56u /* u32 */
#define CF_R_PITCH_ADD_ORDER_EXPANDED_SYMBOL 40u /* alpha8 */
#define CF_R_PITCH_ADD_ORDER_EXPANDED_PRICE 48u /* price4x8 */
#define CF_R_PITCH_ADD_ORDER_EXPANDED_ADD_FLAGS 7u /* u8 */
#define CF_R_PITCH_ADD_ORDER_EXPANDED_PARTICIPANT_ID 64u /* alpha4 */
#define CF_R_PITCH_ADD_ORDER_EXPANDED_CUSTOMER_INDICATOR 68u /* alpha1 */

#define CF_RT_PITCH_ORDER_EXECUTED 0x23u /* PITCH 2 OrderExecuted */
#define CF_RT_PITCH_ORDER_EXECUTED_SLOTS 1u
#define CF_R_PITCH_ORDER_EXECUTED_LENGTH 6u /* u8 */
#define CF_R_PITCH_ORDER_EXECUTED_TIME_OFFSET 28u /* u32 */
#define CF_R_PITCH_ORDER_EXECUTED_ORDER_ID 32u /* u64 */
#define CF_R_PITCH_ORDER_EXECUTED_EXECUTED_QUANTITY 56u /* u32 */
#define CF_R_PITCH_ORDER_EXECUTED_EXECUTION_ID 40u /* u64 */

#define CF_RT_PITCH_ORDER_EXECUTED_AT_PRICE_SIZE 0x24u /* PITCH 2 OrderExecutedAtPriceSize */
#define CF_RT_PITCH_ORDER_EXECUTED_AT_PRICE_SIZE_SLOTS 2u
#define CF_R_PITCH_ORDER_EXECUTED_AT_PRICE_SIZE_LENGTH 6u /* u8 */
#define CF_R_PITCH_ORDER_EXECUTED_AT_PRICE_SIZE_TIME_OFFSET 28u /* u32 */
#define CF_R_PITCH_ORDER_EXECUTED_AT_PRICE_SIZE_ORDER_ID 32u /* u64 */
#define CF_R_PITCH_ORDER_EXECUTED_AT_PRICE_SIZE_EXECUTED_QUANTITY 56u /* u32 */
#define CF_R_PITCH_ORDER_EXECUTED_AT_PRICE_SIZE_REMAINING_QUANTITY 64u /* u32 */
#define CF_R_PITCH_ORDER_EXECUTED_AT_PRICE_SIZE_EXECUTION_ID 40u /* u64 */
#define CF_R_PITCH_ORDER_EXECUTED_AT_PRICE_SIZE_PRICE 48u /* price4x8 */

#define CF_RT_PITCH_REDUCE_SIZE_LONG 0x25u /* PITCH 2 ReduceSizeLong */
#define CF_RT_PITCH_REDUCE_SIZE_LONG_SLOTS 1u
#define CF_R_PITCH_REDUCE_SIZE_LONG_LENGTH 6u /* u8 */
#define CF_R_PITCH_REDUCE_SIZE_LONG_TIME_OFFSET 28u /* u32 */
#define CF_R_PITCH_REDUCE_SIZE_LONG_ORDER_ID 32u /* u64 */
#define CF_R_PITCH_REDUCE_SIZE_LONG_CANCELED_QUANTITY 56u /* u32 */

#define CF_RT_PITCH_REDUCE_SIZE_SHORT 0x26u /* PITCH 2 ReduceSizeShort */
#define CF_RT_PITCH_REDUCE_SIZE_SHORT_SLOTS 1u
#define CF_R_PITCH_REDUCE_SIZE_SHORT_LENGTH 6u /* u8 */
#define CF_R_PITCH_REDUCE_SIZE_SHORT_TIME_OFFSET 28u /* u32 */
#define CF_R_PITCH_REDUCE_SIZE_SHORT_ORDER_ID 32u /* u64 */
#define CF_R_PITCH_REDUCE_SIZE_SHORT_CANCELED_QUANTITY 56u /* u32 */

#define CF_RT_PITCH_MODIFY_ORDER_LONG 0x27u /* PITCH 2 ModifyOrderLong */
#define CF_RT_PITCH_MODIFY_ORDER_LONG_SLOTS 1u
#define CF_R_PITCH_MODIFY_ORDER_LONG_LENGTH 6u /* u8 */
#define CF_R_PITCH_MODIFY_ORDER_LONG_TIME_OFFSET 28u /* u32 */
#define CF_R_PITCH_MODIFY_ORDER_LONG_ORDER_ID 32u /* u64 */
#define CF_R_PITCH_MODIFY_ORDER_LONG_QUANTITY 56u /* u32 */
#define CF_R_PITCH_MODIFY_ORDER_LONG_PRICE 48u /* price4x8 */
#define CF_R_PITCH_MODIFY_ORDER_LONG_MODIFY_FLAGS 3u /* u8 */

#define CF_RT_PITCH_MODIFY_ORDER_SHORT 0x28u /* PITCH 2 ModifyOrderShort */
#define CF_RT_PITCH_MODIFY_ORDER_SHORT_SLOTS 1u
#define CF_R_PITCH_MODIFY_ORDER_SHORT_LENGTH 6u /* u8 */
#define CF_R_PITCH_MODIFY_ORDER_SHORT_TIME_OFFSET 28u /* u32 */
#define CF_R_PITCH_MODIFY_ORDER_SHORT_ORDER_ID 32u /* u64 */
#define CF_R_PITCH_MODIFY_ORDER_SHORT_QUANTITY 56u /* u32 */
#define CF_R_PITCH_MODIFY_ORDER_SHORT_PRICE 48u /* price4x8 */
#define CF_R_PITCH_MODIFY_ORDER_SHORT_MODIFY_FLAGS 3u /* u8 */

#define CF_RT_PITCH_DELETE_ORDER 0x29u /* PITCH 2 DeleteOrder */
#define CF_RT_PITCH_DELETE_ORDER_SLOTS 1u
#define CF_R_PITCH_DELETE_ORDER_LENGTH 6u /* u8 */
#define CF_R_PITCH_DELETE_ORDER_TIME_OFFSET 28u /* u32 */
#define CF_R_PITCH_DELETE_ORDER_ORDER_ID 32u /* u64 */

#define CF_RT_PITCH_TRADE_LONG 0x2Au /* PITCH 2 TradeLong */
#define CF_RT_PITCH_TRADE_LONG_SLOTS 2u
#define CF_R_PITCH_TRADE_LONG_LENGTH 6u /* u8 */
#define CF_R_PITCH_TRADE_LONG_TIME_OFFSET 28u /* u32 */
#define CF_R_PITCH_TRADE_LONG_ORDER_ID 32u /* u64 */
#define CF_R_PITCH_TRADE_LONG_SIDE 3u /* alpha1 */
#define CF_R_PITCH_TRADE_LONG_QUANTITY 56u /* u32 */
#define CF_R_PITCH_TRADE_LONG_SYMBOL 40u /* alpha8 */
#define CF_R_PITCH_TRADE_LONG_PRICE 48u /* price4x8 */
#define CF_R_PITCH_TRADE_LONG_EXECUTION_ID 64u /* u64 */

#define CF_RT_PITCH_TRADE_SHORT 0x2Bu /* PITCH 2 TradeShort */
#define CF_RT_PITCH_TRADE_SHORT_SLOTS 2u
#define CF_R_PITCH_TRADE_SHORT_LENGTH 6u /* u8 */
#define CF_R_PITCH_TRADE_SHORT_TIME_OFFSET 28u /* u32 */
#define CF_R_PITCH_TRADE_SHORT_ORDER_ID 32u /* u64 */
#define CF_R_PITCH_TRADE_SHORT_SIDE 3u /* alpha1 */
#define CF_R_PITCH_TRADE_SHORT_QUANTITY 56u /* u32 */
#define CF_R_PITCH_TRADE_SHORT_SYMBOL 40u /* alpha8 */
#define CF_R_PITCH_TRADE_SHORT_PRICE 48u /* price4x8 */
#define CF_R_PITCH_TRADE_SHORT_EXECUTION_ID 64u /* u64 */

#define CF_RT_PITCH_TRADE_EXPANDED 0x30u /* PITCH 2 TradeExpanded */
#define CF_RT_PITCH_TRADE_EXPANDED_SLOTS 2u
#define CF_R_PITCH_TRADE_EXPANDED_LENGTH 6u /* u8 */
#define CF_R_PITCH_TRADE_EXPANDED_TIME_OFFSET 28u /* u32 */
#define CF_R_PITCH_TRADE_EXPANDED_ORDER_ID 32u /* u64 */
#define CF_R_PITCH_TRADE_EXPANDED_SIDE 3u /* alpha1 */
#define CF_R_PITCH_TRADE_EXPANDED_QUANTITY 56u /* u32 */
#define CF_R_PITCH_TRADE_EXPANDED_SYMBOL 40u /* alpha8 */
#define CF_R_PITCH_TRADE_EXPANDED_PRICE 48u /* price4x8 */
#define CF_R_PITCH_TRADE_EXPANDED_EXECUTION_ID 64u /* u64 */

#define CF_RT_PITCH_TRADE_BREAK 0x2Cu /* PITCH 2 TradeBreak */
#define CF_RT_PITCH_TRADE_BREAK_SLOTS 1u
#define CF_R_PITCH_TRADE_BREAK_LENGTH 6u /* u8 */
#define CF_R_PITCH_TRADE_BREAK_TIME_OFFSET 28u /* u32 */
#define CF_R_PITCH_TRADE_BREAK_EXECUTION_ID 32u /* u64 */

#define CF_RT_PITCH_END_OF_SESSION 0x2Du /* PITCH 2 EndOfSession */
#define CF_RT_PITCH_END_OF_SESSION_SLOTS 1u
#define CF_R_PITCH_END_OF_SESSION_LENGTH 6u /* u8 */
#define CF_R_PITCH_END_OF_SESSION_TIMESTAMP 28u /* u32 */

#define CF_RT_PITCH_SYMBOL_MAPPING 0x2Eu /* PITCH 2 SymbolMapping */
#define CF_RT_PITCH_SYMBOL_MAPPING_SLOTS 2u
#define CF_R_PITCH_SYMBOL_MAPPING_LENGTH 6u /* u8 */
#define CF_R_PITCH_SYMBOL_MAPPING_FEED_SYMBOL 64u /* alpha6 */
#define CF_R_PITCH_SYMBOL_MAPPING_OSI_SYMBOL 32u /* alpha21 */
#define CF_R_PITCH_SYMBOL_MAPPING_SYMBOL_CONDITION 3u /* alpha1 */

#define CF_RT_PITCH_TRADING_STATUS 0x31u /* PITCH 2 TradingStatus */
#define CF_RT_PITCH_TRADING_STATUS_SLOTS 1u
#define CF_R_PITCH_TRADING_STATUS_LENGTH 6u /* u8 */
#define CF_R_PITCH_TRADING_STATUS_TIME_OFFSET 28u /* u32 */
#define CF_R_PITCH_TRADING_STATUS_SYMBOL 40u /* alpha8 */
#define CF_R_PITCH_TRADING_STATUS_TRADING_STATUS 3u /* alpha1 */
#define CF_R_PITCH_TRADING_STATUS_REG_SHO_ACTION 7u /* alpha1 */
#define CF_R_PITCH_TRADING_STATUS_RESERVED1 32u /* alpha1 */
#define CF_R_PITCH_TRADING_STATUS_RESERVED2 33u /* alpha1 */

#define CF_RT_PITCH_AUCTION_UPDATE 0x95u /* PITCH 2 AuctionUpdate */
#define CF_RT_PITCH_AUCTION_UPDATE_SLOTS 2u
#define CF_R_PITCH_AUCTION_UPDATE_LENGTH 6u /* u8 */
#define CF_R_PITCH_AUCTION_UPDATE_TIME_OFFSET 28u /* u32 */
#define CF_R_PITCH_AUCTION_UPDATE_SYMBOL 40u /* alpha8 */
#define CF_R_PITCH_AUCTION_UPDATE_AUCTION_TYPE 3u /* alpha1 */
#define CF_R_PITCH_AUCTION_UPDATE_REFERENCE_PRICE 32u /* price4x8 */
#define CF_R_PITCH_AUCTION_UPDATE_BUY_SHARES 56u /* u32 */
#define CF_R_PITCH_AUCTION_UPDATE_SELL_SHARES 72u /* u32 */
#define CF_R_PITCH_AUCTION_UPDATE_INDICATIVE_PRICE 48u /* price4x8 */
#define CF_R_PITCH_AUCTION_UPDATE_AUCTION_ONLY_PRICE 64u /* price4x8 */

#define CF_RT_PITCH_AUCTION_SUMMARY 0x96u /* PITCH 2 AuctionSummary */
#define CF_RT_PITCH_AUCTION_SUMMARY_SLOTS 1u
#define CF_R_PITCH_AUCTION_SUMMARY_LENGTH 6u /* u8 */
#define CF_R_PITCH_AUCTION_SUMMARY_TIME_OFFSET 28u /* u32 */
#define CF_R_PITCH_AUCTION_SUMMARY_SYMBOL 40u /* alpha8 */
#define CF_R_PITCH_AUCTION_SUMMARY_AUCTION_TYPE 3u /* alpha1 */
#define CF_R_PITCH_AUCTION_SUMMARY_PRICE 48u /* price4x8 */
#define CF_R_PITCH_AUCTION_SUMMARY_SHARES 56u /* u32 */

#define CF_RT_PITCH_RETAIL_PRICE_IMPROVEMENT 0x98u /* PITCH 2 RetailPriceImprovement */
#define CF_RT_PITCH_RETAIL_PRICE_IMPROVEMENT_SLOTS 1u
#define CF_R_PITCH_RETAIL_PRICE_IMPROVEMENT_LENGTH 6u /* u8 */
#define CF_R_PITCH_RETAIL_PRICE_IMPROVEMENT_TIME_OFFSET 28u /* u32 */
#define CF_R_PITCH_RETAIL_PRICE_IMPROVEMENT_SYMBOL 40u /* alpha8 */
#define CF_R_PITCH_RETAIL_PRICE_IMPROVEMENT_RPI 3u /* alpha1 */

#endif
