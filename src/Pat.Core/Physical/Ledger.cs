namespace Pat.Core.Physical;

/// <summary>What the hardware is used for.</summary>
public enum Purpose
{
    /// <summary>Forward passes of training.</summary>
    Train,

    /// <summary>Measuring accuracy or a diagnostic.</summary>
    Evaluate,

    /// <summary>Setting scales and offsets, or fitting a twin's constants to the device.</summary>
    Calibrate,

    /// <summary>Collecting data for a learned twin.</summary>
    FitTwin,
}

/// <summary>What the hardware has cost for one purpose.</summary>
/// <param name="Runs">Physical runs: one run is one row through one physical layer once.</param>
/// <param name="Programmings">How often the parameters were set to other values.</param>
/// <param name="Seconds">Time on the hardware clock.</param>
/// <param name="Joules">Energy; null where the system does not state it.</param>
public readonly record struct HardwareCost(long Runs, long Programmings, double Seconds, double? Joules)
{
    /// <summary>The cost of both.</summary>
    public static HardwareCost operator +(HardwareCost a, HardwareCost b) =>
        new(a.Runs + b.Runs, a.Programmings + b.Programmings, a.Seconds + b.Seconds, a.Joules + b.Joules);
}

/// <summary>Counts what the hardware was used for, by purpose; runs of digital twins are counted apart.</summary>
public sealed class Ledger
{
    private readonly HardwareCost[] costs = new HardwareCost[Enum.GetValues<Purpose>().Length];
    private readonly bool[] used = new bool[Enum.GetValues<Purpose>().Length];

    /// <summary>Rows that went through a digital twin's forward pass.</summary>
    public long TwinRuns { get; private set; }

    /// <summary>The cost for one purpose.</summary>
    public HardwareCost this[Purpose purpose] => costs[(int)purpose];

    /// <summary>The cost for all purposes together.</summary>
    public HardwareCost Total
    {
        get
        {
            var total = new HardwareCost(0, 0, 0, 0);
            foreach (var purpose in Enum.GetValues<Purpose>())
            {
                if (used[(int)purpose])
                    total += this[purpose];
            }
            return total;
        }
    }

    /// <summary>What several apparatuses were used for together.</summary>
    public static Ledger Sum(params IEnumerable<Ledger> ledgers)
    {
        var sum = new Ledger();
        foreach (var ledger in ledgers)
        {
            foreach (var purpose in Enum.GetValues<Purpose>())
            {
                if (ledger.used[(int)purpose])
                    sum.Add(purpose, ledger[purpose]);
            }
            sum.AddTwinRuns(ledger.TwinRuns);
        }
        return sum;
    }

    /// <summary>A ledger that was written down elsewhere.</summary>
    /// <param name="costs">The costs; those of one purpose are added up.</param>
    /// <param name="twinRuns">Rows that went through a digital twin's forward pass.</param>
    public static Ledger Of(IEnumerable<(Purpose Purpose, HardwareCost Cost)> costs, long twinRuns)
    {
        var ledger = new Ledger { TwinRuns = twinRuns };
        foreach (var (purpose, cost) in costs)
            ledger.Add(purpose, cost);
        return ledger;
    }

    internal void Add(Purpose purpose, HardwareCost cost)
    {
        costs[(int)purpose] = used[(int)purpose] ? costs[(int)purpose] + cost : cost;
        used[(int)purpose] = true;
    }

    internal void AddTwinRuns(long runs) => TwinRuns += runs;
}
