using Pat.Core.Tensors;

namespace Pat.Core.Dynamics.Fields;

/// <summary>The arrays of one simulation of a batch; row-major, one row for each run.</summary>
internal sealed record FieldBatch(Tensor Drive, Tensor Initial, Tensor Theta)
{
    public Tensor? Output { get; init; }

    /// <summary>What the forward run keeps for the adjoint; null where no gradient is wanted.</summary>
    public Tensor? Trajectory { get; init; }

    public Tensor? OutputGradient { get; init; }

    public Tensor? DriveGradient { get; init; }

    public Tensor? InitialGradient { get; init; }

    /// <summary>Gradients of the hoisted values, summed over the rows of each block.</summary>
    public double[][] HoistedGradients { get; init; } = [];

    /// <summary>Gradients of the matrices, one row for each block; zero at first.</summary>
    public Tensor? MatrixGradients { get; init; }
}

/// <summary>Runs blocks of rows of a distributed system, each on its own, forward and backward.</summary>
internal interface IFieldRunner
{
    /// <summary>Rows in a block.</summary>
    int Block { get; }

    /// <summary>What carries the steps out, and why.</summary>
    string Evaluator { get; }

    /// <summary>Floats that the trajectory of a block takes.</summary>
    int TrajectoryLength { get; }

    /// <summary>The values that depend on parameters only, for each plan.</summary>
    UniformTables TablesOf(ReadOnlySpan<double> theta, bool gradient);

    Failure Forward(FieldBatch batch, UniformTables tables, int start, int end);

    void Backward(FieldBatch batch, UniformTables tables, int start, int end);
}
