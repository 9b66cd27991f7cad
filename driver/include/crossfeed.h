/*
 * The C ABI of the Crossfeed driver: control of a market-data card, real or simulated.
 *
 * Control goes through these functions; data never does. Records, frames and doorbells live in mapped
 * memory (cf_map) that both sides read and write with plain and atomic loads and stores.
 *
 * Every function may be called from any thread. Devices are named by handles, small positive numbers
 * that are never used twice, so a stale one is an error and not a crash. A function that can fail
 * returns a negative CF_E_* code; cf_error_text() then has the detail for the calling thread.
 */
#ifndef CROSSFEED_H
#define CROSSFEED_H

#include <stdint.h>

#ifdef __GNUC__
#pragma GCC visibility push(default)
#endif
#ifdef __cplusplus
extern "C" {
#endif

/* Major in the upper half: it changes when a caller would have to. */
#define CF_ABI_VERSION 0x00010002u

#define CF_OK 0
#define CF_E_ARGUMENT (-1)    /* an argument is out of range */
#define CF_E_NO_DEVICE (-2)   /* there is no such device */
#define CF_E_BUSY (-3)        /* the device is open already */
#define CF_E_HANDLE (-4)      /* the handle was never given out */
#define CF_E_CLOSED (-5)      /* the handle was closed */
#define CF_E_STATE (-6)       /* not now: running when it must be stopped, or the other way round */
#define CF_E_UNSUPPORTED (-7) /* this build or this device cannot do it */
#define CF_E_SYSTEM (-8)      /* the operating system refused; the text has its reason */
#define CF_E_BUS (-9)         /* the device answered a register access with an error */
#define CF_E_FORMAT (-10)     /* a capture file is not what it should be */
#define CF_E_FAULT (-11)      /* the device failed and was halted */
#define CF_E_LIMIT (-12)      /* a bound was reached */

/* CF_ABI_VERSION of the library. */
uint32_t cf_abi_version(void);
/* Detail of the last call of this thread that failed; valid until its next call. Never null. */
const char *cf_error_text(void);
/* The name of a code, "CF_E_BUSY"; never null. */
const char *cf_error_name(int32_t code);

/* Options of cf_open. Set `size`, leave the rest 0 for the defaults. */
typedef struct cf_options {
  uint32_t size;               /* sizeof(cf_options) */
  uint32_t slots_log2;         /* record ring, 4 to 24 (lossless: 6 to 24); 0: 16 */
  uint32_t ingress_log2;       /* bytes of the ingress ring, 16 to 28; 0: 22 */
  uint32_t flags;              /* CF_OPEN_* */
  uint32_t spin_us_plus_1;     /* how long an idle device spins before it sleeps, plus 1; 0: the default */
  uint32_t bus_stall_ppm;      /* simulation: share of cycles in which the host bus is not ready */
  uint32_t bus_stall_seed;
  uint32_t random_state_seed;  /* simulation: registers without a reset start with these random values; 0: zeros */
} cf_options;

/* Stop the card's clock rather than lose records while the record ring is nearly full (simulation). */
#define CF_OPEN_LOSSLESS 0x1u
/* Memory for frames to be sent: CF_REGION_TRANSMIT. */
#define CF_OPEN_TRANSMIT 0x2u
/* Record rings beside ring 0, 0 to 3, all of one size: CF_REGION_FURTHER_RING. In these bits of `flags`. */
#define CF_OPEN_FURTHER_RINGS_SHIFT 8u
#define CF_OPEN_FURTHER_RINGS_MASK 0x300u

/*
 * Opens "sim:NAME", a simulated card of any name, or "pcie:DDDD:BB:DD.F", a real one that is bound to vfio-pci (or to
 * uio_pci_generic, which gives access to registers only). Returns a handle, positive, or an error. A real card is taken from the
 * bus, reset and silenced before its bitstream is looked at, and gets the bus back when its memory is mapped.
 * Errors: CF_E_ARGUMENT for options or a name that cannot be; CF_E_NO_DEVICE: there is none of this name; CF_E_BUSY: open already, here or in another
 * process, or it belongs to another kernel driver, which the text names; CF_E_STATE: it has no kernel driver; CF_E_UNSUPPORTED: an
 * unknown bitstream, or an option that only a simulation has; CF_E_FAULT: the card does not answer; CF_E_LIMIT: 64 devices are open;
 * CF_E_SYSTEM: no permission, the IOMMU is off, or too little memory may be locked.
 */
int32_t cf_open(const char *device, const cf_options *options);
/*
 * Stops the device and forgets the handle. Its memory stays mapped, because views of it may be alive; it reads as zeros. A real card
 * is silenced: it accepts no frames, writes nothing and loses the bus. exit() does so too for cards that are still open; of a killed process the kernel closes
 * them, and the next cf_open silences what is left.
 * Errors: CF_E_HANDLE, CF_E_CLOSED.
 */
int32_t cf_close(int32_t handle);

/* ---- mapped memory ------------------------------------------------------------------------------- */

#define CF_REGION_CONTROL 0u /* the words below */
#define CF_REGION_RING 1u    /* record slots of 64 bytes */
#define CF_REGION_INGRESS 2u /* frames for a simulated card */
#define CF_REGION_LATENCY 3u /* latency histograms of a simulated card */
#define CF_REGION_TRANSMIT 4u /* slots of frames to be sent */
#define CF_REGION_FURTHER_RING 5u /* slots of ring 1; rings 2 and 3 are regions 6 and 7 */

/* A region of memory. */
typedef struct cf_mapping {
  uint64_t address; /* in this process */
  uint64_t length;
  uint64_t bus_address; /* what the card calls it; 0: the card cannot reach it */
} cf_mapping;

/*
 * Where a region is. It stays there until the process ends.
 * Errors: CF_E_ARGUMENT: no such region; CF_E_UNSUPPORTED: a real card has no ingress ring and no latency histograms, and through UIO
 * no memory at all.
 */
int32_t cf_map(int32_t handle, uint32_t region, cf_mapping *out);

/* Byte offsets of the words in CF_REGION_CONTROL: u32 unless marked f64, a double. Who writes is in the comment. */
/* PRODUCER, CONSUMER, ARM and ARM_INDEX of ring r are CF_CTL_RING_STRIDE * r further, and so is what the card is told as its INDEX address. */
#define CF_CTL_RING_STRIDE 0x400u
#define CF_CTL_PRODUCER 0x000u       /* card: absolute slot index of the next slot it will write */
#define CF_CTL_CONSUMER 0x040u       /* host: absolute slot index of the next slot it will read; the driver forwards it */
#define CF_CTL_ARM 0x080u            /* host sets 1, then looks at PRODUCER again; the driver clears it and fires when PRODUCER != ARM_INDEX */
#define CF_CTL_ARM_INDEX 0x084u      /* host, before ARM */
#define CF_CTL_INGRESS_HEAD 0x0C0u   /* host: bytes written into the ingress ring, modulo 2^32 */
#define CF_CTL_INGRESS_END 0x0C4u    /* host: 1 when no frame follows */
#define CF_CTL_INGRESS_TAIL 0x100u   /* driver: bytes taken out of it */
#define CF_CTL_WAIT 0x140u           /* driver: CF_WAIT_*; ring the doorbell when what was just written ends that wait */
#define CF_CTL_DRAINED 0x144u        /* driver: 1 when the input ended, every deadline ran out and everything was written */
#define CF_CTL_FAULT 0x148u          /* driver: 0, or minus the CF_E_* code that halted the device */
#define CF_CTL_TIME 0x180u           /* f64 driver: NIC time, beats */
#define CF_CTL_EPOCH_NS 0x188u       /* f64 driver: CLOCK_MONOTONIC of beat 0 in wall time; 0 in virtual time */
#define CF_CTL_CYCLES 0x190u         /* f64 driver: clock cycles simulated */
#define CF_CTL_CLOCK_NS 0x198u       /* f64 driver: wall time spent in them */
#define CF_CTL_INDEX_CLOCK_NS 0x1A0u /* f64 driver: the same at the last producer index write */
#define CF_CTL_INDEX_CYCLES 0x1A8u   /* f64 driver: cycles at the last producer index write */

#define CF_WAIT_NO 0u      /* the device is at work or looking for work */
#define CF_WAIT_INPUT 1u   /* asleep: wants frames, or the end of input */
#define CF_WAIT_CREDIT 2u  /* asleep: wants the host to consume records */
#define CF_WAIT_STOPPED 3u /* not started */

/*
 * The ingress ring: entries of 16 + length bytes, rounded up to 16, at INGRESS_HEAD modulo the ring's size.
 * An entry does not wrap: a CF_INGRESS_SKIP header says that the next one is at the ring's start.
 *   u32 length; u32 port | CF_INGRESS_BAD_FCS | kind << 16; u32 arrival low, u32 arrival high (beats); the frame without FCS.
 * Arrivals do not decrease over both ports (an earlier one counts as the latest so far). In virtual time the device works up to,
 * not including, the newest arrival until the input ends; in wall time an arrival that has passed means now.
 */
#define CF_INGRESS_HEADER 16u
#define CF_INGRESS_ALIGN 16u
#define CF_INGRESS_BAD_FCS 0x100u
#define CF_INGRESS_FRAME 0u
#define CF_INGRESS_ADVANCE 1u /* no frame: no earlier arrival will come */
#define CF_INGRESS_SKIP 2u
#define CF_INGRESS_MAX_FRAME 16000u

/*
 * CF_REGION_TRANSMIT: CF_TX_SLOTS slots of CF_TX_SLOT_BYTES, for the card's transmit block (register-map.md). The host writes a descriptor and, CF_TX_FRAME bytes behind it, the
 * frame without FCS, of 60 to CF_TX_MAX_BYTES bytes, then the index of the next slot into transmit.TAIL:
 *   u32 length; u32 port | CF_TX_INSERT_*; u64 cookie.
 * The card overwrites the descriptor, in the order of the slots, its last word last:
 *   u32 CF_TX_SENT and the like; u32 length; u64 cookie; u64 beat in which the frame's first 8 bytes left; from byte 60 u32 the slot's absolute index + 1.
 */
#define CF_TX_SLOTS 64u
#define CF_TX_SLOTS_LOG2 6u
#define CF_TX_SLOT_BYTES 2048u
#define CF_TX_FRAME 64u
#define CF_TX_MAX_BYTES 1984u
#define CF_TX_INSERT_IPV4 0x100u /* the IPv4 header's checksum; the header has 20 bytes and stands right behind an Ethernet header */
#define CF_TX_INSERT_UDP 0x200u  /* the UDP checksum; bytes behind the datagram are padding */
#define CF_TX_DONE 60u           /* offset of the last word */
#define CF_TX_SENT 1u
#define CF_TX_STOPPED 2u /* the kill switch was on: it was not sent and will not be */
#define CF_TX_REFUSED 3u /* length, port, or a frame that is not what a checksum was wanted for */
#define CF_TX_FAILED 4u  /* the card could not read it */

/*
 * CF_REGION_LATENCY: CF_LATENCY_CLASSES histograms of CF_LATENCY_BINS u32 counts; bin n counts records whose (first) slot was
 * handed to the host bus n cycles after the last beat of their frame, the last bin all that took longer. Behind them one u32
 * per class: the longest.
 */
#define CF_LATENCY_FIRST 0u  /* first record of a frame that waited for nothing */
#define CF_LATENCY_LATER 1u  /* a further record of such a frame: it waited for those before it */
#define CF_LATENCY_QUEUED 2u /* records of other frames were still going out when the frame ended */
#define CF_LATENCY_HELD 3u   /* held for a gap */
#define CF_LATENCY_CLASSES 4u
#define CF_LATENCY_BINS 4096u

/*
 * Sets the latency histograms to zero.
 * Errors: CF_E_UNSUPPORTED on a real card.
 */
int32_t cf_latency_clear(int32_t handle);

/* ---- registers ----------------------------------------------------------------------------------- */

/*
 * Addresses are bytes from the start of the register map (register-map.md), multiples of 4 below 2^18.
 * Errors: CF_E_ARGUMENT: no such address; CF_E_BUS: the card refused the access; CF_E_FAULT: the device failed, now or before. A real card
 * that has gone reads as all ones, and is told from one that really has such a value.
 */
int32_t cf_reg_read(int32_t handle, uint32_t address, uint32_t *value);
int32_t cf_reg_write(int32_t handle, uint32_t address, uint32_t value);
/*
 * In order, and with no other access of this driver in between: 64-bit pairs stay consistent. Up to 2^20 at once.
 * Errors: as cf_reg_read.
 */
int32_t cf_reg_read_many(int32_t handle, const uint32_t *addresses, uint32_t *values, uint32_t count);
int32_t cf_reg_write_many(int32_t handle, const uint32_t *addresses, const uint32_t *values, uint32_t count);

/* ---- running -------------------------------------------------------------------- */

#define CF_TIME_VIRTUAL 0u /* time is where the input is */
#define CF_TIME_WALL 1u    /* time follows CLOCK_MONOTONIC */

/*
 * Lets the driver's thread work: it clocks a simulated card; for a real one, which runs whenever its registers say so, it passes the
 * consumer index on, turns the card's interrupt into that of cf_interrupt_fd, and notices when the card goes.
 * Errors: CF_E_STATE: running already; CF_E_UNSUPPORTED: virtual time of a real card, or no DMA; CF_E_FAULT: it failed before.
 */
int32_t cf_start(int32_t handle, uint32_t time_mode);
/* Ends what cf_start began; no error when it is not running. A real card goes on writing until the ring is full or switched off. */
int32_t cf_stop(int32_t handle);
/*
 * Clocks up to `cycles` cycles of virtual time on the calling thread; fewer when the input so far allows no more.
 * Errors: CF_E_STATE: running; CF_E_FAULT; CF_E_UNSUPPORTED on a real card.
 */
int32_t cf_step(int32_t handle, uint32_t cycles, uint32_t *executed);

/* What a device has done so far. Set `size` before. */
typedef struct cf_status {
  uint32_t size; /* sizeof(cf_status), set by the caller */
  uint32_t running;
  uint32_t time_mode;
  int32_t fault; /* CF_E_* or 0; cf_error_text() of cf_status_read has the reason */
  uint64_t time_beats;
  uint64_t cycles;
  uint64_t clock_ns;       /* wall time spent clocking */
  uint64_t frames;         /* put on the wire, all ports */
  uint64_t udp_datagrams;  /* read from sockets */
  uint64_t udp_corrupted;  /* of those, hit by the fault injection */
  uint64_t udp_dropped;    /* dropped by the kernel for want of buffer */
  uint64_t bus_errors;     /* writes of the card outside the memory it may write */
  uint64_t interrupts;
  uint64_t sleeps;         /* times the device thread went to sleep */
  uint64_t credit_stalls;  /* lossless: times the clock stopped for want of credit */
} cf_status;

/*
 * What a simulated card does not have is 0, and so is what a real one does not.
 * Errors: CF_E_ARGUMENT: size is not that of this library.
 */
int32_t cf_status_read(int32_t handle, cf_status *out);

/* A UDP socket behind a port of a simulated card. Addresses are dotted quads in zero-terminated text. */
typedef struct cf_udp_line {
  uint32_t size; /* sizeof(cf_udp_line) */
  uint32_t port; /* of the card */
  char bind_address[32];
  uint32_t udp_port;
  char multicast_group[32];   /* "": none */
  char interface_address[32]; /* "": any */
  char line_address[32];      /* destination written into the frame */
  uint32_t line_udp_port;
  uint8_t line_mac[6]; /* all zero: derived from the address */
  uint8_t reserved[2];
  uint32_t corrupt_ppm; /* frames hit by flipped bits, so that their FCS no longer matches */
  uint32_t corrupt_seed;
} cf_udp_line;

/*
 * Before cf_start; wall time only. Returns the UDP port that was bound (of use when udp_port is 0).
 * Errors: CF_E_ARGUMENT; CF_E_STATE: running; CF_E_LIMIT: 64 lines; CF_E_SYSTEM: cannot bind; CF_E_UNSUPPORTED on a real card.
 */
int32_t cf_udp_listen(int32_t handle, const cf_udp_line *line);

/*
 * Feeds a pcap or pcapng file (Ethernet) into a port, before cf_start. With captures attached they are the device's only input, merged
 * by capture time; time 0 is the earliest first capture time, rounded down to 32 ns. Their end is the end of input.
 * Errors: CF_E_ARGUMENT: no such port; CF_E_STATE: it has run; CF_E_SYSTEM: cannot read; CF_E_FORMAT; CF_E_UNSUPPORTED on a real card.
 */
int32_t cf_capture_open(int32_t handle, uint32_t port, const char *path);

/* ---- waking -------------------------------------------------------------------------------------- */

/*
 * A stream socket that becomes readable when the armed interrupt fires, or the device fails. A new descriptor, the caller closes it.
 * Errors: CF_E_SYSTEM: no descriptors left.
 */
int32_t cf_interrupt_fd(int32_t handle);
/*
 * An eventfd; writing 1 to it wakes the device. A new descriptor, the caller closes it.
 * Errors: CF_E_SYSTEM: no descriptors left.
 */
int32_t cf_doorbell_fd(int32_t handle);
/* The same by a call, for who rings rarely. */
int32_t cf_doorbell(int32_t handle);

/* ---- the bench around a simulated card ----------------------------------------------------------- */

/*
 * Joins the card's serial console to a pseudo-terminal and makes `link` a symbolic link to it; an older link there is replaced. `divisor`, 8 to 65535,
 * is the number of clock cycles a bit, written to the card's console block. The line is served while the device runs (cf_start), in either time mode, and costs nothing while
 * nothing is said. Once per device.
 * Errors: CF_E_ARGUMENT: no such divisor, or what is at `link` is no link. CF_E_STATE: it has one already. CF_E_UNSUPPORTED: not a simulated card. CF_E_SYSTEM: no pseudo-terminal.
 */
int32_t cf_sim_console(int32_t handle, uint32_t divisor, const char *link);

/* Faults of the serial line: a is a number of bytes in a million, in either direction, unless said otherwise. */
#define CF_SIM_LINE_CORRUPT 0u   /* one bit is flipped */
#define CF_SIM_LINE_DROP 1u      /* the byte is lost */
#define CF_SIM_LINE_INSERT 2u    /* a random byte comes before it */
#define CF_SIM_LINE_DUPLICATE 3u /* it comes twice */
#define CF_SIM_LINE_RATE 4u      /* a: the card's rate in baud; a terminal of another speed sends and reads bits of another length; 0: any speed is right */
#define CF_SIM_LINE_SILENT 5u    /* a, bit 0: the card hears nothing; bit 1: nothing of it comes back */
#define CF_SIM_LINE_UNPLUG 6u    /* the terminal goes away and its link with it */
#define CF_SIM_LINE_PLUG 7u      /* and comes back, another terminal under the same link */
/* Faults of the card and its surroundings. */
#define CF_SIM_SEED 16u       /* a: seed of all random faults */
#define CF_SIM_DEAD_PORT 17u  /* port a has no link and gets no frame; b 0: it has again */
#define CF_SIM_BIT_ERRORS 18u /* of a million bits that come to port a over the wire, b are wrong, their frames marked */
#define CF_SIM_CLOCK_PPM 19u  /* b, as a signed number: the card's clock is fast by so many parts in a million, against the reference pulses */
#define CF_SIM_NO_PULSES 20u  /* a 1: no reference pulses; 0: they come */
#define CF_SIM_SENSOR 21u     /* sensor a of the card's sensor block reads b */
#define CF_SIM_RESET 22u      /* the card is reset: all of its registers are as after power-up, and its host has to begin anew */

/*
 * Sets or takes back a fault, CF_SIM_*; a and b are as said there, 0 takes it back. In force when the call returns.
 * Errors: CF_E_ARGUMENT: no such kind, port or sensor. CF_E_STATE: a fault of the line without cf_sim_console. CF_E_UNSUPPORTED: not a simulated card.
 */
int32_t cf_sim_fault(int32_t handle, uint32_t kind, uint32_t a, uint32_t b);
/*
 * Register fault `index`, 0 to 3: whatever is read, by the host or the console, at addresses that are `address` under `mask` becomes (value & keep) | set.
 * keep = all ones and set = 0 takes it back.
 * Errors: CF_E_ARGUMENT: no such index, or an address outside the mask or the map. CF_E_UNSUPPORTED: not a simulated card.
 */
int32_t cf_sim_read_fault(int32_t handle, uint32_t index, uint32_t address, uint32_t mask, uint32_t keep, uint32_t set);

#ifdef __cplusplus
}
#endif
#ifdef __GNUC__
#pragma GCC visibility pop
#endif
#endif
