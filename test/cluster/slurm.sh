#!/usr/bin/env bash
# A real Slurm on this machine, for as long as this script runs, and the smoke grid on it:
#   npm run reproduce -- --engine snakemake --profile slurm
# One job is cancelled and the daemon of the compute node killed (-9) in the middle. The records at the end have to be those of the local pool.
#   bash test/cluster/slurm.sh [folder for its log and its records]
# As root on Debian or Ubuntu it installs slurm-wlm and munge where they are missing; elsewhere it says why it does nothing. Everything listens on 127.0.0.1 only.
set -euo pipefail
cd "$(dirname "$0")/../.."

skip() { echo "skipped: $1"; exit 0; }
[ "$(uname)" = Linux ] || skip "Slurm is for Linux"
[ "$(id -u)" = 0 ] || skip "the daemons of Slurm are started as root"
if ! { command -v slurmctld && command -v slurmd && command -v munged; } > /dev/null; then
  command -v apt-get > /dev/null || skip "Slurm and munge are not installed, and there is no apt-get"
  apt-get install -y --no-install-recommends slurm-wlm munge > /dev/null || skip "apt-get could not install slurm-wlm and munge"
fi
[ ! -e /etc/slurm/slurm.conf ] || skip "/etc/slurm/slurm.conf is there: this machine has a Slurm of its own"

work="${1:-$(mktemp -d /tmp/dae-nr-slurm.XXXXXX)}"
mkdir -p "$work/munge" "$work/spool" "$work/state"
chmod 755 "$work"
chown munge: "$work/munge"
say() { echo "$(date +%T) $*" | tee -a "$work/log"; }

# The executor's jobs look nowhere else.
cat > /etc/slurm/slurm.conf <<CONF
ClusterName=dae-nr
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=16817
SlurmdPort=16818
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
SlurmUser=root
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
ReturnToService=2
SlurmdTimeout=20
KillWait=5
NodeName=localhost NodeAddr=127.0.0.1 CPUs=2 RealMemory=8000
PartitionName=all Nodes=localhost Default=YES MaxTime=INFINITE State=UP
CONF

declare -A daemon=()
stop() {
  for pid in "${daemon[@]}"; do kill "$pid" 2> /dev/null || true; done
  wait 2> /dev/null || true
  rm -f /etc/slurm/slurm.conf
}
trap stop EXIT
start() { # name, program, parameters
  local name="$1"; shift
  "$@" > "$work/$name.out" 2>&1 &
  daemon[$name]=$!
}

runuser -u munge -- dd if=/dev/urandom of="$work/munge/key" bs=1024 count=1 status=none
chmod 400 "$work/munge/key"
start munged setpriv --reuid=munge --regid=munge --clear-groups munged --foreground --key-file="$work/munge/key" --socket="$work/munge/socket" \
  --pid-file="$work/munge/pid" --log-file="$work/munge/log" --seed-file="$work/munge/seed"
sleep 2
start slurmctld slurmctld -D
start slurmd slurmd -D -N localhost
for _ in $(seq 60); do sinfo -h -o %T 2> /dev/null | grep -q idle && break; sleep 1; done
say "Slurm $(slurmctld -V | cut -d' ' -f2): node $(sinfo -h -o '%N %T, %c CPUs')"
ss -ltnpH | grep -E 'slurm|munged' | awk '{print "  listens on", $4, $6}' | tee -a "$work/log"

# Notebook 09 alone shows every run of the grid.
grid=(--preset smoke --seeds 4 --only claims --workers 2)
reproduce() { # name, further options
  local name="$1"; shift
  start "$name" env DAE_NR_RECORDS="$work/$name-records" node src/setup/start.mjs reproduce "${grid[@]}" --output "$work/$name-figures" "$@"
}

reproduce slurm --engine snakemake --profile slurm
records() { ls "$work/slurm-records" 2> /dev/null | grep -c '\.json\.gz$' || true; }
await() { # seconds, what, condition
  for _ in $(seq "$1"); do eval "$3" && return; kill -0 "${daemon[slurm]}" 2> /dev/null || break; sleep 1; done
  say "gave up waiting until $2"; tail -20 "$work/slurm.out"; exit 1
}
running() { squeue -h -t RUNNING -o '%i'; }

# How many jobs run at a time depends on the grid and on how busy the machine is, so that nothing here asks for two of them.
await 900 "a job runs and a record is there" '[ "$(running | wc -l)" -ge 1 ] && [ "$(records)" -ge 1 ]'
squeue -o '%.6i %.10T %.4C %.8m %.10l' | tee -a "$work/log"
job="$(running | head -1)"
before="$(records)"
say "$before records; cancelling job $job"
scancel "$job"
await 600 "another job runs, and another record is there" 'running | grep -qvx "$job" && [ "$(records)" -gt "$before" ]'
say "$(records) records; killing slurmd (-9) under the jobs $(running | tr '\n' ' ')"
kill -9 "${daemon[slurmd]}"
await 120 "the controller misses the node" 'sinfo -h -o %T | grep -q down'
say "$(records) records; node $(sinfo -h -o %T), jobs: $(squeue -h -o '%i %T' | tr '\n' ' ')"
start slurmd slurmd -D -N localhost
await 120 "the node is back" 'sinfo -h -o %T | grep -Eq "idle|mix|alloc"'
say "node back"
status=0; wait "${daemon[slurm]}" || status=$?
say "reproduce ended with status $status; $(records) records"
grep -E 'Trying to restart|% done' "$work/slurm.out" | tee -a "$work/log" || true
[ "$status" = 0 ]

say "the same grid in the local pool"
reproduce pool
wait "${daemon[pool]}"
node test/cluster/compareRecords.mjs "$work/slurm-records" "$work/pool-records" | tee -a "$work/log"
