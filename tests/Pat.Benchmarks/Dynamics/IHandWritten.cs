using Pat.Core.Dynamics;
using Pat.Core.Tensors;

namespace Pat.Benchmarks.Dynamics;

/// <summary>A simulation from states of zero and its adjoint, written by hand for one system in 512-bit vectors: what generated code is measured against.</summary>
internal interface IHandWritten
{
    string Name { get; }

    int Rows { get; }

    /// <summary>The same in the simulator.</summary>
    Simulator Simulator { get; }

    Tensor Theta { get; }

    /// <summary>Outputs [rows, steps] for drives [rows, steps].</summary>
    void Run(Tensor drive, Tensor y);

    /// <summary>Outputs and gradients; the forward run is part of it.</summary>
    void Gradient(Tensor drive, Tensor dy, Tensor y, Tensor dDrive, Tensor dTheta);
}
